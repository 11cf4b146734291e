namespace Gallery.Backups;

/// <summary>A backup that is whole.</summary>
/// <param name="Name">The name of its file, which begins with the time of its making.</param>
/// <param name="Path">Where the file is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Made">When it was complete.</param>
internal sealed record Backup(string Name, string Path, long Bytes, DateTimeOffset Made);
