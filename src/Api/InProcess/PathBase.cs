namespace JobQueue.Api.InProcess;

/// <summary>
/// The path base that the server gave a request that was kept. It stands with the header fields, under a name that nobody can send, and so
/// marks the request as one from outside.
/// </summary>
internal static class PathBase
{
    internal const string Field = "X-JobQueue-Path-Base";

    /// <summary>The base; null where the request was not kept from outside.</summary>
    internal static string? Of(JobRequest request)
    {
        foreach (var (name, value) in request.Headers)
            if (name == Field)
                return value;
        return null;
    }
}
