namespace JobQueue.Jobs.Events;

/// <summary>A job was added, changed, paused, resumed or removed.</summary>
/// <param name="Id">The job.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="State">The word of the state it is in now.</param>
/// <param name="Event">What was done to it, when, by whom and why.</param>
internal sealed record JobChanged(string Id, string? Name, string State, JobEvent Event) : FeedEvent(FeedKind.Job, Id, Name);
