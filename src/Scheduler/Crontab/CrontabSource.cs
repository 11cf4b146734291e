namespace JobQueue.Scheduler.Crontab;

/// <summary>A crontab as it was read.</summary>
/// <param name="Path">Its path, as messages show it.</param>
/// <param name="Text">Its text, with or without byte order mark.</param>
internal sealed record CrontabSource(string Path, string Text);
