namespace JobQueue.Api.Pages.Crontab;

/// <summary>A crontab that is being edited.</summary>
/// <param name="File">As it was given.</param>
/// <param name="Text">What is on the disk, with lines that end in LF.</param>
/// <param name="Hash">Of its bytes when it was opened.</param>
internal sealed record OpenCrontab(string File, string Text, string Hash);
