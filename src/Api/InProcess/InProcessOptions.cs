namespace JobQueue.Api.InProcess;

/// <summary>How runs look to the app; section <c>JobQueue</c>.</summary>
internal sealed class InProcessOptions
{
    /// <summary>Scheme and host that runs are addressed to; a path in it is not used. Default <c>https://localhost</c>.</summary>
    public Uri PublicOrigin { get; set; } = new("https://localhost");

    /// <summary>Identities by name, case-sensitive. A user that is not among them has a name and nothing else.</summary>
    public Dictionary<string, JobUser> Users { get; init; } = new(StringComparer.Ordinal);

    internal bool HasOrigin => PublicOrigin is { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
