namespace JobQueue.Jobs;

/// <summary>Why there is a run.</summary>
internal enum RunCause
{
    Schedule,
    Manual,
    Replay,
    Link,
}
