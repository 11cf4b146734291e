using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Queue;

/// <summary>What a queue may do.</summary>
/// <param name="Concurrency">The most runs at the same time.</param>
/// <param name="Rate">The most that begin in a while; null for any number.</param>
internal sealed record QueueLimit(int Concurrency, Rate? Rate = null);
