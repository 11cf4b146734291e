using System.Globalization;
using System.Text.RegularExpressions;

namespace JobQueue.Reliability.PowerCuts;

/// <summary>What a host has told others over its connections, each with the line of the trace that it began with.</summary>
/// <param name="Acknowledged">Jobs, by id, that an answer of 201 names.</param>
/// <param name="Sent">Attempts of runs that a request was sent for.</param>
internal sealed partial record TracedPromises(
    IReadOnlyList<(int Began, string Id)> Acknowledged, IReadOnlyList<(int Began, string RunId, int Attempt)> Sent)
{
    internal static TracedPromises Of(IEnumerable<TracedCall> calls)
    {
        var acknowledged = new List<(int, string)>();
        var sent = new List<(int, string, int)>();
        foreach (var call in calls.Where(call => call.Path.StartsWith("socket:", StringComparison.Ordinal)))
        {
            if (Created.Match(call.Text) is { Success: true } answer)
                acknowledged.Add((call.Began, answer.Groups["id"].Value));
            else if (Request.Match(call.Text) is { Success: true } request)
                sent.Add((call.Began, request.Groups["run"].Value, Number(request.Groups["attempt"].Value)));
        }

        return new TracedPromises(acknowledged, sent);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\AHTTP/1\.1 201 .*?\r\nLocation: /api/jobs/(?<id>[^\r]+)\r\n", RegexOptions.Singleline)]
    private static partial Regex Created { get; }

    [GeneratedRegex(
        @" HTTP/1\.1\r\n.*?X-JobQueue-Run: (?<run>[^\r]+)\r\nX-JobQueue-Attempt: (?<attempt>\d+)\r\n", RegexOptions.Singleline)]
    private static partial Regex Request { get; }
}
