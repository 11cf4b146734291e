namespace JobQueue.Jobs.Queue;

/// <summary>What waits in a queue for a slot.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Waiting">How many runs.</param>
/// <param name="Oldest">The earliest due of them.</param>
internal sealed record QueueBacklog(string Queue, long Waiting, DateTimeOffset Oldest);
