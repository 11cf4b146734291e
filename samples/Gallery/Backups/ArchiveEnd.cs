namespace Gallery.Backups;

/// <summary>What became of an archiver's process.</summary>
/// <param name="ExitCode">0: all went well.</param>
/// <param name="LastErrorLines">The last lines of its standard error.</param>
internal sealed record ArchiveEnd(int ExitCode, IReadOnlyList<string> LastErrorLines);
