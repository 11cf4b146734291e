namespace JobQueue.Jobs;

/// <summary>What a finished attempt leads to.</summary>
internal enum Disposition
{
    Keep,
    Retry,
    Remove,
    Pause,
}
