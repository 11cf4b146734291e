namespace JobQueue.Jobs.Sending;

/// <summary>A server with a name, which the configuration knows.</summary>
internal sealed record Target
{
    internal const int DefaultConnections = 64;

    public required string Name { get; init; }

    /// <summary>Paths go below it.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Each signs every request; empty for none.</summary>
    public IReadOnlyList<WebhookSecret> Secrets { get; init; } = [];

    /// <summary>Header fields of every request, added as it is sent and kept nowhere.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Limit of the whole exchange, beside the job's own; null for none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Connections at the same time.</summary>
    public int MaxConnections { get; init; } = DefaultConnections;

    /// <summary>Takes what is secret from what the target answers.</summary>
    public Redaction Redaction => field ??= Redaction.Of(this);
}
