namespace JobQueue.Jobs.Events;

/// <summary>The crontabs were read.</summary>
/// <param name="At">When.</param>
/// <param name="Files">The files, as they were given.</param>
/// <param name="Jobs">Jobs in the schedule in force.</param>
/// <param name="Errors">With any, the schedule before it is in force.</param>
/// <param name="Warnings">What is allowed, and may not be meant.</param>
internal sealed record CrontabRead(DateTimeOffset At, IReadOnlyList<string> Files, int Jobs, int Errors, int Warnings)
    : FeedEvent(FeedKind.Crontab, null, null);
