namespace JobQueue.Jobs;

/// <summary>One occurrence of a job, as the ledger holds it.</summary>
internal sealed record Run
{
    /// <summary>How many links one after the other a job follows.</summary>
    internal const int MostLinks = 1000;

    /// <summary>The largest <see cref="Depth"/>: jobs that make jobs end there.</summary>
    internal const int MostDepth = 10;

    /// <summary>The ledger's own number, in order of entry.</summary>
    public long Seq { get; init; }

    public required string Id { get; init; }

    /// <summary>The recurring job; null for a one-time job, which is its own run.</summary>
    public string? JobId { get; init; }

    public string? JobName { get; init; }

    public RunCause Cause { get; init; }

    public required DateTimeOffset Due { get; init; }

    public RunState State { get; init; }

    /// <summary>Waiting, and held back by a pause.</summary>
    public bool IsPaused { get; init; }

    /// <summary>On entry: pending, behind the runs of its job that are not final.</summary>
    public bool IsBehind { get; init; }

    /// <summary>What the alarm waits for; null once released.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public int Attempt { get; init; }

    /// <summary>Attempts that were tried again for their status; not those that were cut short.</summary>
    public int Failures { get; init; }

    /// <summary>How often the process ended while it ran.</summary>
    public int Crashes { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When the first attempt began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When the last attempt began.</summary>
    public DateTimeOffset? Sent { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>Of the last attempt; 0 is no response, null is none yet, or cancelled.</summary>
    public int? Status { get; init; }

    public Disposition? Disposition { get; init; }

    /// <summary>Why it failed, was skipped or missed.</summary>
    public string? Error { get; init; }

    /// <summary>Skipped and missed: the last due of the stretch.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Skipped and missed: the occurrences of the stretch.</summary>
    public long? Count { get; init; }

    public required JobRequest Request { get; init; }

    public JobPolicy Policy { get; init; } = JobPolicy.Default;

    public string? RequestedBy { get; init; }

    /// <summary>The run this one repeats; of the cause link, the run whose response led here.</summary>
    public string? ReplayOf { get; init; }

    /// <summary>How far the last attempt said that it was; null where it said nothing.</summary>
    public RunProgress? Progress { get; init; }

    /// <summary>The caller whose request was kept, as <c>CallerIdentity</c> prints it; null: the request's user, as it is configured.</summary>
    public string? Identity { get; init; }

    /// <summary>How many runs stand before this one, each the maker of the next; at most <see cref="MostDepth"/>.</summary>
    public int Depth { get; init; }

    /// <summary>How many runs of the job stand before this one, each with a Link to the next.</summary>
    public int Links { get; init; }

    /// <summary>Asked for through the API: it may not reach addresses of private networks.</summary>
    public bool IsConfined { get; init; }

    /// <summary>The trace context (W3C traceparent) of what asked for it; null: a schedule, or nobody traced it.</summary>
    public string? ScheduledBy { get; init; }

    /// <summary>The name of the node that sends it; null where it is not running, only one process has the ledger, or nobody asked.</summary>
    public string? Node { get; init; }

    public bool IsOneTime => JobId is null;
}
