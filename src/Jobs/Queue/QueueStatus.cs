using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Queue;

/// <summary>A queue as it is now.</summary>
/// <param name="Row">What the ledger knows of it.</param>
/// <param name="Limit">What it may do.</param>
/// <param name="NotBefore">Until when its rate, or a response that asked for patience, holds it back; null where neither does.</param>
internal sealed record QueueStatus(QueueRow Row, QueueLimit Limit, DateTimeOffset? NotBefore);
