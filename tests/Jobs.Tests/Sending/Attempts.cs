using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

/// <summary>Attempts as tests of sending need them.</summary>
internal static class Attempts
{
    /// <summary>The second attempt of run-1 of the job nightly.</summary>
    internal static RunAttempt Of(string uri, string method = "GET", string? body = null, params string[] headers) => new()
    {
        RunId = "run-1",
        JobId = "job-1",
        JobName = "nightly",
        Attempt = 2,
        Due = new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero),
        Request = new JobRequest
        {
            Method = method,
            Uri = uri,
            Body = body is null ? default : Encoding.UTF8.GetBytes(body),
            Headers = [.. headers.Select(h => h.Split(": ", 2)).Select(h => KeyValuePair.Create(h[0], h[1]))],
        },
    };

    /// <summary>A sender that knows these targets.</summary>
    internal static HttpSender SenderTo(params Target[] targets) =>
        new(() => [], TimeProvider.System, new SendingOptions { Targets = new Targets(targets) });
}
