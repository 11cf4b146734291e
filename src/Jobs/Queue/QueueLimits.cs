using System.Collections.Frozen;

namespace JobQueue.Jobs.Queue;

/// <summary>What each queue may do.</summary>
/// <param name="concurrency">The most runs at the same time in a queue of which nothing else is said.</param>
internal sealed class QueueLimits(int concurrency)
{
    private readonly QueueLimit _usual = new(concurrency);

    /// <summary>The queues of which something else is said; of several whose names differ in case alone, of each.</summary>
    public FrozenDictionary<string, QueueLimit> Named { get; init; } = FrozenDictionary<string, QueueLimit>.Empty;

    internal QueueLimit Of(string queue) => Named.GetValueOrDefault(queue) ?? _usual;
}
