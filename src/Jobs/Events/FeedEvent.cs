namespace JobQueue.Jobs.Events;

/// <summary>Something that has happened.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="JobId">The job; for a one-time job its run. Null where it is about none.</param>
/// <param name="JobName">The job's name; null where it has none.</param>
internal abstract record FeedEvent(FeedKind Kind, string? JobId, string? JobName);
