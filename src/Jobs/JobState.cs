namespace JobQueue.Jobs;

/// <summary>Where a recurring job is.</summary>
internal enum JobState
{
    Active,
    Paused,
    Removed,
}
