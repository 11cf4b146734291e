using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Enters jobs that callers asked for, and may add.</summary>
internal static class NewJobEntry
{
    /// <summary>
    /// What came of it; the job's id; and what was entered, a one-time job as its run or a recurring job, null where nothing was.
    /// </summary>
    /// <param name="commands">Enters them.</param>
    /// <param name="job">The job, without a fault.</param>
    /// <param name="key">Enters it once; null for none.</param>
    /// <param name="context">The request of who asks.</param>
    /// <exception cref="LedgerException">They are not entered, or nobody knows (<see cref="LedgerException.IsInDoubt"/>).</exception>
    internal static Task<(Added Result, string? Id, FoundJob? Entered)> EnterAsync(
        JobCommands commands, NewJob job, IdempotencyKey? key, HttpContext context) =>
        context.InTimeAsync(EnterWholeAsync(commands, job, key, context), Doubt.NewJob);

    private static async Task<(Added Result, string? Id, FoundJob? Entered)> EnterWholeAsync(
        JobCommands commands, NewJob job, IdempotencyKey? key, HttpContext context)
    {
        var caller = Caller.Of(context);
        var requestedBy = job.RequestedBy ?? caller.Name;
        if (job.Schedule is { } schedule)
        {
            var (added, jobId, recurring) = await commands.ScheduleRecurringAsync(
                schedule, job.TimeZone, job.Request, job.Policy, requestedBy, key, caller.Who, caller.Depth);
            return (added, jobId, recurring is null ? null : new FoundJob(recurring, null)
            {
                Events = [new JobEvent(recurring.Created, "added", RunId: null, caller.Who ?? recurring.RequestedBy, Reason: null)],
            });
        }

        var (result, id, run) = await commands.ScheduleOnceAsync(
            job.Due!.Value, job.Request, job.Policy, requestedBy, key, caller.Who, caller.Depth, AskingTrace.Of(context));
        return (result, id, run is null ? null : new FoundJob(null, run)
        {
            Events = JobCommands.Requested(run, caller.Who) is { } requested ? [requested] : [],
        });
    }
}
