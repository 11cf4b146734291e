using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.Jobs;

/// <summary>The list of jobs, and each of them.</summary>
internal static class JobsEndpoints
{
    internal static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapRead("/jobs", ListAsync).Needs(Access.Viewer);
        pages.MapRead("/jobs/{id}", GetAsync).Needs(Access.Viewer);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Ledger ledger, Recurring recurring, RunQueue runs, TimeProvider time)
    {
        var (query, schedules) = (JobsQuery.Of(context.Request.Query), new JobSchedules(recurring, ledger.Cluster.Now(time)));
        var queues = await runs.Queues.AllAsync();
        var paused = queues.Where(queue => queue.Row.IsPaused).Select(queue => queue.Row.Name).ToHashSet(StringComparer.Ordinal);
        var list = await ledger.ReadAsync(connection => JobList.Read(connection, query, recurring, schedules, paused));
        return JobsPage.Of(list, [.. queues.Select(queue => queue.Row.Name)]);
    }

    private static async Task<IResult> GetAsync(string id, Ledger ledger, Dispatcher dispatcher, Recurring recurring, TimeProvider time)
    {
        var schedules = new JobSchedules(recurring, ledger.Cluster.Now(time));
        var (recurringView, run, events) = await ledger.ReadAsync(connection =>
        {
            var (job, run) = JobLookup.Find(connection, id);
            if (job is not null)
                return (JobView.Read(connection, job, schedules), null, []);
            return ((JobView?)null, run, run is null ? [] : AuditReads.OfRun(connection, run.Id, JobView.MostEvents));
        });
        return recurringView is not null ? JobPage.Of(recurringView)
            : run is not null ? OneTimePage.Of(dispatcher.Live(run), events)
            : Problems.NotFound("job", id);
    }
}
