using JobQueue.Jobs;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Pages.Jobs;

/// <summary>What the page of a recurring job shows.</summary>
/// <param name="Row">The job, with its schedule in words, its next due and its last run.</param>
/// <param name="Next">Its next times.</param>
/// <param name="Runs">Its newest runs, newest first.</param>
/// <param name="Events">What was done to it, newest first.</param>
internal sealed record JobView(
    RecurringRow Row, IReadOnlyList<DateTimeOffset> Next, IReadOnlyList<RunMark> Runs, IReadOnlyList<AuditEvent> Events)
{
    internal const int MostEvents = 20;

    private const int MostTimes = 10;
    private const int MostRuns = 100;

    internal static JobView Read(LedgerConnection ledger, RecurringJob job, JobSchedules schedules) => new(
        schedules.Row(job, RunMarks.LastSent(ledger, job.Id)), schedules.Next(job, MostTimes), RunMarks.OfJob(ledger, job.Id, MostRuns),
        AuditReads.OfJob(ledger, job.Id, MostEvents));
}
