namespace JobQueue.Scheduler.Crontab;

/// <summary>The content of a file that a line takes its body from.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Refusal">Why it cannot be read, as in "a file below the crontab's folder"; null where it was read.</param>
internal sealed record DataFile(ReadOnlyMemory<byte> Content, string? Refusal = null);
