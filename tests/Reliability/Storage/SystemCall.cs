namespace JobQueue.Reliability.Storage;

/// <summary>An fsync(2), fdatasync(2) or pwrite(2), as strace(1) saw it.</summary>
/// <param name="At">When it began.</param>
/// <param name="Text">The whole line.</param>
internal sealed record SystemCall(DateTimeOffset At, string Text)
{
    internal bool IsSync => Text.Contains("sync(", StringComparison.Ordinal);

    /// <summary>Something else was seen before its end, which has a line of its own.</summary>
    internal bool IsUnfinished => Text.Contains("<unfinished", StringComparison.Ordinal);

    /// <summary>It was made to fail.</summary>
    internal bool IsInjected => Text.Contains("(INJECTED)", StringComparison.Ordinal);

    internal bool IsOf(string path) => Text.Contains($"<{path}>", StringComparison.Ordinal);
}
