namespace JobQueue.Jobs.Events;

/// <summary>What a reader of the feed finds after its place.</summary>
/// <param name="Events">The events in order; empty when there is none yet.</param>
/// <param name="Place">Where the reader stands after them.</param>
/// <param name="IsLost">Whether events after its old place are not there any more: what it knows is out of date.</param>
internal sealed record FeedRead(IReadOnlyList<FeedEvent> Events, long Place, bool IsLost);
