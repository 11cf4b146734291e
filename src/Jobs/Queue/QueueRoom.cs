namespace JobQueue.Jobs.Queue;

/// <summary>What the ledger says of how many runs of a queue may begin.</summary>
/// <param name="Count">How many.</param>
/// <param name="IsContended">Whether that is not known: another process is about to begin one.</param>
/// <param name="IsByRate">Whether it is the queue's rate that lets no more begin.</param>
/// <param name="NotBefore">When the next may where its rate allows none, by the clock of the process.</param>
internal readonly record struct QueueRoom(int Count, bool IsContended = false, bool IsByRate = false, DateTimeOffset? NotBefore = null);
