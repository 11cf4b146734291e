namespace JobQueue.Jobs.Sending;

/// <summary>One sending of a run's request: all that a sender needs to know.</summary>
internal sealed record RunAttempt
{
    /// <summary>The run's id, the same on every attempt.</summary>
    public required string RunId { get; init; }

    /// <summary>The job's id; for a one-time job the run's own.</summary>
    public required string JobId { get; init; }

    /// <summary>The job's name; null where it has none.</summary>
    public string? JobName { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the occurrence was planned for.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>What is sent, as whom (<see cref="JobRequest.User"/>).</summary>
    public required JobRequest Request { get; init; }

    /// <inheritdoc cref="Run.Identity"/>
    public string? Identity { get; init; }

    /// <inheritdoc cref="Run.Depth"/>
    public int Depth { get; init; }

    /// <inheritdoc cref="Run.IsConfined"/>
    public bool IsConfined { get; init; }

    /// <inheritdoc cref="Run.ScheduledBy"/>
    public string? ScheduledBy { get; init; }

    /// <summary>Takes what the attempt reports of itself; null where nobody listens.</summary>
    public AttemptProgress? Progress { get; init; }

    /// <summary>Fires when it is not to be sent any more; what has been sent goes on.</summary>
    public CancellationToken Withdrawn { get; init; }

    /// <summary>The base URL or target name for a URI without scheme; null is the app itself.</summary>
    public string? Target { get; init; }
}
