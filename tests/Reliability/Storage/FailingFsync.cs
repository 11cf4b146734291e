namespace JobQueue.Reliability.Storage;

/// <summary>An fsync that <see cref="Strace"/> makes fail.</summary>
/// <param name="Number">The how manieth of a thread, from 1.</param>
/// <param name="Suffix">Of which file, behind the ledger's name; null: of any.</param>
internal sealed record FailingFsync(int Number, string? Suffix = null);
