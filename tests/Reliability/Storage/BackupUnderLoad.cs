namespace JobQueue.Reliability.Storage;

/// <summary>A backup, and what was known just before it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Began">Just before the command was started.</param>
/// <param name="Took">The command.</param>
/// <param name="Acknowledged">Jobs for which a 201 was received before it began.</param>
/// <param name="Keyed">Those of them with an Idempotency-Key.</param>
/// <param name="Runs">What is in the file.</param>
/// <param name="Final">The rows of it that have come to an end, whole.</param>
internal sealed record BackupUnderLoad(
    string Path, DateTimeOffset Began, TimeSpan Took, IReadOnlyList<string> Acknowledged, IReadOnlyList<(string Key, string Id)> Keyed,
    IReadOnlyList<LedgerRun> Runs, IReadOnlyDictionary<string, string> Final);
