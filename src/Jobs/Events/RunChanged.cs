namespace JobQueue.Jobs.Events;

/// <summary>A run is new, or in another state.</summary>
/// <param name="Run">As it is in the ledger, without the request's header fields and body.</param>
internal sealed record RunChanged(Run Run) : FeedEvent(FeedKind.Run, Run.JobId ?? Run.Id, Run.JobName);
