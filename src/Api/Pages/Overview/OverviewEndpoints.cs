using JobQueue.Api.Hosting;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.Overview;

/// <summary>The first page: what is going on.</summary>
internal static class OverviewEndpoints
{
    private const int MostRunning = 20;

    internal static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/", GetAsync).Needs(Access.Viewer);

    private static async Task<IResult> GetAsync(Ledger ledger, Dispatcher dispatcher, RunQueue runs)
    {
        var running = await ledger.ReadAsync(connection =>
            RunReads.List(connection, new RunFilter { State = RunState.Running }, before: null, MostRunning));
        var queues = await runs.Queues.AllAsync();
        return OverviewPage.Of([.. running.Select(dispatcher.Live)], queues);
    }
}
