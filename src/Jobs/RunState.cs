namespace JobQueue;

/// <summary>Where a run is between its due and its final state.</summary>
public enum RunState
{
    /// <summary>It is not due yet.</summary>
    Scheduled,

    /// <summary>It waits: for a place in its queue, or for its next attempt.</summary>
    Pending,

    /// <summary>An attempt is on its way.</summary>
    Running,

    /// <summary>Final: the last attempt's status is a success.</summary>
    Succeeded,

    /// <summary>Final: the last attempt's status is none.</summary>
    Failed,

    /// <summary>Final: the last attempt did not end within its limit.</summary>
    TimedOut,

    /// <summary>Final: it was given up by somebody.</summary>
    Cancelled,

    /// <summary>Final: the process ended too often while it ran.</summary>
    Quarantined,

    /// <summary>Final: an occurrence that did not run, because its job was busy or paused.</summary>
    Skipped,

    /// <summary>Final: an occurrence that did not run, because nothing was there to run it.</summary>
    Missed,
}
