namespace JobQueue.Jobs.Events;

/// <summary>A queue was paused or resumed, or a response holds it back.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Event">What was done to it, when, by whom and why.</param>
internal sealed record QueueChanged(string Name, JobEvent Event) : FeedEvent(FeedKind.Queue, null, null);
