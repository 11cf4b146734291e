using JobQueue.Jobs.Events;

namespace JobQueue.Api.Events;

/// <summary>Which events a reader wants.</summary>
/// <param name="Kinds">Of these kinds; null is any.</param>
/// <param name="Job">Of the job with this id or name; null is any, and events about no job.</param>
internal sealed record EventFilter(IReadOnlySet<FeedKind>? Kinds, string? Job)
{
    internal bool Takes(FeedEvent what) => Kinds?.Contains(what.Kind) != false && (Job is null || what.JobId == Job || what.JobName == Job);
}
