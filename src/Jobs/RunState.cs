namespace JobQueue.Jobs;

/// <summary>Where a run is between its due and its final state.</summary>
internal enum RunState
{
    Scheduled,
    Pending,
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Cancelled,
    Quarantined,
    Skipped,
    Missed,
}
