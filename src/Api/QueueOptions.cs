namespace JobQueue;

/// <summary>What one queue may do; section <c>JobQueue:Queues:NAME</c> of the configuration.</summary>
public sealed class QueueOptions
{
    /// <summary>Runs of the queue at the same time. 1 to 10,000; null: <see cref="JobQueueOptions.Concurrency"/>. With 1 they go one after the other, in order.</summary>
    public int? Concurrency { get; set; }

    /// <summary>
    /// The most runs of the queue that begin in any second, minute, hour or day, retries among them: <c>10/s</c>, <c>100/m</c>,
    /// <c>500/h</c>, <c>1000/d</c>, of 1 to 10,000. Null: any number. Also over a restart, and for all nodes together.
    /// </summary>
    public string? Rate { get; set; }
}
