using JobQueue.Api.Health;
using JobQueue.Api.Hosting;
using JobQueue.Api.Pages.Plots;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.Overview;

/// <summary>The first page: what is going on.</summary>
internal static class OverviewEndpoints
{
    private const int MinutesOfAnHour = 60;
    private const int QuartersOfADay = 96;
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AQuarter = TimeSpan.FromMinutes(15);

    internal static void Map(IEndpointRouteBuilder pages) => pages.MapRead("/", GetAsync).Needs(Access.Viewer);

    private static async Task<IResult> GetAsync(
        Ledger ledger, Dispatcher dispatcher, RunQueue runs, Recurring recurring, HealthReport health, TimeProvider time)
    {
        var now = ledger.Cluster.Now(time);
        var view = await ledger.ReadAsync(connection => LedgerView.Read(connection, now));
        return OverviewPage.Of(new OverviewStory(
            await health.ReadAsync(),
            [.. view.Running.Select(dispatcher.Live)],
            Upcoming.Of(recurring.All, view.Paused, view.Waiting, now),
            PlotSlice.Of(view.Minutes, now, AMinute, MinutesOfAnHour),
            PlotSlice.Of(view.Minutes, now, AQuarter, QuartersOfADay),
            await runs.Queues.AllAsync(),
            view.Failures));
    }
}
