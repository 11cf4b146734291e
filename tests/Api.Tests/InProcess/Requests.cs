using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.Tests.InProcess;

/// <summary>Attempts as tests write them.</summary>
internal static class Requests
{
    internal static readonly DateTimeOffset Due = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);

    /// <summary>"METHOD URI" with header lines "Name: value".</summary>
    internal static RunAttempt Attempt(string line, string? body = null, string? user = null, params string[] headers)
    {
        var words = line.Split(' ', 2);
        return new RunAttempt
        {
            RunId = Guid.CreateVersion7().ToString(),
            JobId = "job-1",
            JobName = "nightly",
            Attempt = 2,
            Due = Due,
            Request = new JobRequest
            {
                Method = words[0],
                Uri = words[1],
                User = user,
                Body = body is null ? default : Encoding.UTF8.GetBytes(body),
                Headers = [.. headers.Select(h => h.Split(": ", 2)).Select(h => KeyValuePair.Create(h[0], h[1]))],
            },
        };
    }

    internal static string Text(AttemptResult result) => Encoding.UTF8.GetString((result.Response?.Body ?? default).Span);

    internal static string? Header(AttemptResult result, string name) =>
        result.Response?.Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();
}
