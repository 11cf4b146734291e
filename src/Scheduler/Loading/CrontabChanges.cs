using System.Collections.Immutable;
using JobQueue.Jobs;

namespace JobQueue.Scheduler.Loading;

/// <summary>What a load of the crontabs changed, for people to look at.</summary>
internal sealed record CrontabChanges
{
    private const int MostJobs = 200;

    /// <summary>Lines that came, or came back.</summary>
    public required int Added { get; init; }

    public required int Changed { get; init; }

    public required int Gone { get; init; }

    /// <summary>The first of them, at most 200.</summary>
    public required ImmutableArray<ChangedJob> Jobs { get; init; }

    internal static CrontabChanges Of(CrontabDiff diff) => new()
    {
        Added = diff.Changes.Count(change => change.Kind == "added"),
        Changed = diff.Changes.Count(change => change.Kind == "changed"),
        Gone = diff.Gone.Count,
        Jobs =
        [
            .. diff.Changes.Select(change => Job(change.Kind, change.Job)).Concat(diff.Gone.Select(job => Job("gone", job))).Take(MostJobs),
        ],
    };

    private static ChangedJob Job(string kind, RecurringJob job) =>
        new(kind, job.Id, job.Policy.Name ?? $"{job.Request.Method} {job.Request.Uri}", job.Source, job.Line);
}
