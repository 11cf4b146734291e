namespace JobQueue;

/// <summary>What happens when a job is due while a run of it is not final.</summary>
public enum Overlap
{
    /// <summary>The occurrence is recorded as skipped.</summary>
    Skip,

    /// <summary>It waits for the run before it.</summary>
    Queue,

    /// <summary>The run before it is cancelled.</summary>
    Cancel,

    /// <summary>Both run.</summary>
    Allow,
}
