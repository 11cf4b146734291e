namespace JobQueue.Jobs.Sending;

/// <summary>A response as it is kept.</summary>
internal sealed record Response
{
    /// <summary>Bytes of a body that are kept: 1 MiB. The rest is counted.</summary>
    internal const int MaxKeptBytes = 1024 * 1024;

    public required int Status { get; init; }

    /// <summary>Header fields in order; Set-Cookie and Authorization are never among them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The first <see cref="MaxKeptBytes"/> of the body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Length of the whole body in bytes.</summary>
    public long BodyBytes { get; init; }

    public bool IsTruncated => BodyBytes > Body.Length;
}
