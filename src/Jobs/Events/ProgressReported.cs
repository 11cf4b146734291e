namespace JobQueue.Jobs.Events;

/// <summary>An attempt has reported how far it is.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="Attempt">Its number.</param>
/// <param name="JobId">The job; for a one-time job the run.</param>
/// <param name="JobName">The job's name; null where it has none.</param>
/// <param name="Progress">What it reported.</param>
internal sealed record ProgressReported(string RunId, int Attempt, string JobId, string? JobName, RunProgress Progress)
    : FeedEvent(FeedKind.Progress, JobId, JobName);
