namespace JobQueue.Jobs.Store;

/// <summary>Which runs; null is any.</summary>
internal sealed record RunFilter
{
    /// <summary>Id or name of a job.</summary>
    public string? Job { get; init; }

    public RunState? State { get; init; }

    public int? Status { get; init; }

    /// <summary>Due at or after this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Due before this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Part of name, URI or error, in any case.</summary>
    public string? Text { get; init; }
}
