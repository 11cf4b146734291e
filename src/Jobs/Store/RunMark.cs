namespace JobQueue.Jobs.Store;

/// <summary>What lists and plots show of a run: little, so that many are read at once; nothing of its request.</summary>
internal sealed record RunMark
{
    public required string Id { get; init; }

    public RunState State { get; init; }

    public RunCause Cause { get; init; }

    public required DateTimeOffset Due { get; init; }

    public int Attempt { get; init; }

    /// <inheritdoc cref="Run.Started"/>
    public DateTimeOffset? Started { get; init; }

    /// <inheritdoc cref="Run.Sent"/>
    public DateTimeOffset? Sent { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <inheritdoc cref="Run.Status"/>
    public int? Status { get; init; }

    /// <inheritdoc cref="Run.Error"/>
    public string? Error { get; init; }

    /// <inheritdoc cref="Run.Count"/>
    public long? Count { get; init; }

    /// <summary>Of the last attempt; null where none has ended.</summary>
    public TimeSpan? Duration => Attempt > 0 ? Finished - Sent : null;
}
