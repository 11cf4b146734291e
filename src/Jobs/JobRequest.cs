namespace JobQueue;

/// <summary>The request that a job replays.</summary>
public sealed record JobRequest
{
    /// <summary>The HTTP method, in upper case. Default <c>GET</c>.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>
    /// Where the request goes: an absolute http or https URI, or a path with an optional query
    /// ("/backups?full=1"), which goes to the job's target.
    /// </summary>
    public required string Uri { get; init; }

    /// <summary>Header fields in the order they are sent; a name may repeat. Default none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body as it is sent, byte for byte. Default empty: no body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The identity the request runs as; null is anonymous.</summary>
    public string? User { get; init; }
}
