using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobQueue.Api.Endpoints;

/// <summary>Enters jobs that callers asked for, and may add.</summary>
internal static class NewJobEntry
{
    /// <summary>What came of it; the job's id, and of a one-time job the run as it was entered, null where it was not.</summary>
    /// <param name="commands">Enters them.</param>
    /// <param name="job">The job, without a fault.</param>
    /// <param name="key">Enters it once; null for none.</param>
    /// <param name="ledger">Where they are entered.</param>
    /// <param name="context">The request of who asks.</param>
    /// <exception cref="LedgerException">They are not entered, or nobody knows (<see cref="LedgerException.IsInDoubt"/>).</exception>
    internal static async Task<(Added Result, string? Id, Run? Entered)> EnterAsync(
        JobCommands commands, NewJob job, IdempotencyKey? key, Ledger ledger, HttpContext context)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        try
        {
            return await EnterAsync(commands, job, key, context).WaitAsync(ledger.Patience, time);
        }
        catch (TimeoutException e)
        {
            throw new LedgerException("the database does not answer: the job may be there, may still come, or may not", e) { IsInDoubt = true };
        }
    }

    private static async Task<(Added Result, string? Id, Run? Entered)> EnterAsync(
        JobCommands commands, NewJob job, IdempotencyKey? key, HttpContext context)
    {
        var caller = Caller.Of(context);
        var requestedBy = job.RequestedBy ?? caller.Name;
        if (job.Schedule is not { } schedule)
            return await commands.ScheduleOnceAsync(
                job.Due!.Value, job.Request, job.Policy, requestedBy, key, caller.Who, caller.Depth, AskingTrace.Of(context));
        var (result, id) = await commands.ScheduleRecurringAsync(
            schedule, job.TimeZone, job.Request, job.Policy, requestedBy, key, caller.Who, caller.Depth);
        return (result, id, null);
    }
}
