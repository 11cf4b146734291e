using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs;

/// <summary>What a job is called where people read it: its name; where it has none, what it requests, without the query. Always one line.</summary>
internal static class JobTitle
{
    private const int MostCharacters = 80;

    internal static string Of(Run run) => Of(run.JobName, run.Request);

    internal static string Of(string? name, JobRequest request) => name ?? Path(request);

    // A query may hold secrets.
    private static string Path(JobRequest request)
    {
        var query = request.Uri.IndexOf('?', StringComparison.Ordinal);
        var line = $"{request.Method} {(query < 0 ? request.Uri : request.Uri[..query])}";
        return PlainLine.Of(line.Length > MostCharacters ? $"{line[..MostCharacters].TrimEnd()}..." : line);
    }
}
