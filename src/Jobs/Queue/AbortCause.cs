namespace JobQueue.Jobs.Queue;

/// <summary>Who gave up an exchange.</summary>
internal enum AbortCause
{
    Timeout,
    Cancel,
    Shutdown,
}
