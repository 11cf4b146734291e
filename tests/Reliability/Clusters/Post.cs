namespace JobQueue.Reliability.Clusters;

/// <summary>A POST of a one-time job, and what was said to it.</summary>
/// <param name="Node">Who was asked.</param>
/// <param name="Number">Of the job; stands in its URI.</param>
/// <param name="HasKey">Whether the request says that it is the same when it is sent again.</param>
/// <param name="Status">0: no answer.</param>
/// <param name="Id">The job's; null where none was named.</param>
/// <param name="Sent">Not after it was sent.</param>
/// <param name="At">Not before it was answered, or given up.</param>
internal sealed record Post(ClusterNode Node, int Number, bool HasKey, int Status, string? Id, DateTimeOffset Sent, DateTimeOffset At)
{
    internal bool IsAcknowledged => Status is 200 or 201;

    public override string ToString() =>
        $"node {Node.Number}, n={Number}: {Status} after {(At - Sent).TotalMilliseconds:F0} ms, sent {Sent:O}";
}
