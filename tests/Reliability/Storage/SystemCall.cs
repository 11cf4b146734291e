namespace JobQueue.Reliability.Storage;

/// <summary>An fsync(2) or fdatasync(2), as strace(1) saw it.</summary>
/// <param name="At">When it began.</param>
/// <param name="Text">The whole line.</param>
internal sealed record SystemCall(DateTimeOffset At, string Text)
{
    /// <summary>It was made to fail.</summary>
    internal bool IsInjected => Text.Contains("(INJECTED)", StringComparison.Ordinal);
}
