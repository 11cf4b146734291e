using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Enters jobs that callers asked for, and may add.</summary>
internal static class NewJobEntry
{
    /// <summary>What came of it; the job's id, and of a one-time job the run as it was entered, null where it was not.</summary>
    /// <param name="commands">Enters them.</param>
    /// <param name="job">The job, without a fault.</param>
    /// <param name="key">Enters it once; null for none.</param>
    /// <param name="context">The request of who asks.</param>
    internal static async Task<(Added Result, string? Id, Run? Entered)> EnterAsync(
        JobCommands commands, NewJob job, IdempotencyKey? key, HttpContext context)
    {
        var caller = Caller.Of(context);
        var requestedBy = job.RequestedBy ?? caller.Name;
        if (job.Schedule is not { } schedule)
            return await commands.ScheduleOnceAsync(
                job.Due!.Value, job.Request, job.Policy, requestedBy, key, caller.Who, caller.Depth, AskingTrace.Of(context));
        var (result, id) = await commands.ScheduleRecurringAsync(
            schedule, job.TimeZone, job.Request, job.Policy, requestedBy, key, context.RequestAborted, caller.Who, caller.Depth);
        return (result, id, null);
    }
}
