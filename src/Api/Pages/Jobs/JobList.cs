using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;

namespace JobQueue.Api.Pages.Jobs;

/// <summary>What a list of jobs shows.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Recurring">A page of recurring jobs.</param>
/// <param name="Count">How many there are on all pages.</param>
/// <param name="Runs">A page of one-time jobs.</param>
/// <param name="OlderBefore">Where their next page begins, the newest first; null where there is none, or by next due.</param>
/// <param name="HasMoreWaiting">Whether there is a next page by next due.</param>
/// <param name="Sources">Where recurring jobs come from.</param>
/// <param name="PausedQueues">The queues of which nothing is sent.</param>
internal sealed record JobList(
    JobsQuery Query, IReadOnlyList<RecurringRow> Recurring, int Count, IReadOnlyList<Run> Runs, long? OlderBefore, bool HasMoreWaiting,
    IReadOnlyList<string> Sources, IReadOnlySet<string> PausedQueues)
{
    internal const int RowsAPage = 50;

    // What went wrong is looked at first.
    private static readonly RunState?[] OutcomesInOrder =
    [
        RunState.Failed, RunState.TimedOut, RunState.Quarantined, RunState.Cancelled, RunState.Running, RunState.Pending,
        RunState.Scheduled, RunState.Skipped, RunState.Missed, RunState.Succeeded, null,
    ];

    internal static JobList Read(
        LedgerConnection ledger, JobsQuery query, Recurring recurring, JobSchedules schedules, IReadOnlySet<string> pausedQueues)
    {
        var keys = JobKeys.List(ledger, query.Filter, query.Source, withOutcome: query.Sort == JobsQuery.ByLast);
        var page = Sorted(keys, query.Sort, recurring).Skip((query.Page - 1) * RowsAPage).Take(RowsAPage);
        List<RecurringRow> rows =
        [
            .. page.Select(key => JobReads.Find(ledger, key.Id)).OfType<RecurringJob>()
                .Select(job => schedules.Row(job, RunMarks.LastSent(ledger, job.Id))),
        ];
        var (runs, before, hasMoreWaiting) = OneTime(ledger, query);
        return new JobList(query, rows, keys.Count, runs, before, hasMoreWaiting, JobKeys.Sources(ledger), pausedQueues);
    }

    private static (IReadOnlyList<Run> Runs, long? Before, bool HasMoreWaiting) OneTime(LedgerConnection ledger, JobsQuery query)
    {
        if (query.Source is not (null or RecurringJob.ApiSource))
            return ([], null, false);
        if (query.Sort != JobsQuery.ByNext)
        {
            var (runs, before) = OneTimeJobs.Newest(ledger, query.Filter, query.Before, RowsAPage);
            return (runs, before, false);
        }

        // One more than the page takes says that there is a page after it.
        var waiting = OneTimeJobs.Waiting(ledger, query.Filter, (query.Waiting - 1) * RowsAPage, RowsAPage + 1);
        return ([.. waiting.Take(RowsAPage)], null, waiting.Count > RowsAPage);
    }

    private static IEnumerable<JobKey> Sorted(List<JobKey> keys, string sort, Recurring recurring) => sort switch
    {
        JobsQuery.ByNext => keys.Select(key => (Key: key, Next: recurring.NextDue(key.Id)))
            .OrderBy(one => one.Next ?? DateTimeOffset.MaxValue).ThenBy(one => one.Key.Label, StringComparer.OrdinalIgnoreCase)
            .Select(one => one.Key),
        JobsQuery.ByLast => keys.OrderBy(key => Array.IndexOf(OutcomesInOrder, key.Outcome))
            .ThenBy(key => key.Label, StringComparer.OrdinalIgnoreCase),
        _ => keys.OrderBy(key => key.Label, StringComparer.OrdinalIgnoreCase).ThenBy(key => key.Id, StringComparer.Ordinal),
    };
}
