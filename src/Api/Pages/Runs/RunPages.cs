using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.Runs;

/// <summary>The run history.</summary>
internal static class RunPages
{
    private const int RunsOnAPage = 50;

    internal static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapRead("/runs", ListAsync).Needs(Access.Viewer);
        pages.MapRead("/runs/{id}", GetAsync).Needs(Access.Viewer);
        pages.MapRead("/runs/{id}/download", DownloadAsync).Needs(Access.Viewer);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] RunQuery query, Ledger ledger, Dispatcher dispatcher, SchedulerOptions options)
    {
        var (filter, before, faults) = query.Read(options.Zone);
        var found = faults.Count > 0
            ? new RunsFound([], null, null)
            : await ledger.ReadAsync(connection => RunSearch.Find(
                connection, filter, before, RunsOnAPage, RunSearch.MostLookedAt, RunRows.ColumnsWithoutContent));
        return RunsPage.Of(query, found with { Runs = [.. found.Runs.Select(dispatcher.Live)] }, faults);
    }

    private static async Task<IResult> GetAsync(
        string id, HttpRequest request, Ledger ledger, Dispatcher dispatcher, SchedulerOptions options)
    {
        if (await ledger.ReadAsync(connection => RunStory.Find(connection, id)) is not { } story)
            return Problems.NotFound("run", id);
        var app = $"{request.Scheme}://{request.Host}{request.PathBase}";
        return RunPage.Of(story with { Run = dispatcher.Live(story.Run), Curl = CurlCommand.Of(story.Run, app, options.Targets) });
    }

    private static async Task<IResult> DownloadAsync(string id, HttpContext context, Ledger ledger) =>
        await ledger.ReadAsync(connection => StoredResponse.OfRun(connection, id)) is (not null, { } response)
            ? await StoredResponse.DownloadAsync(context, response, id)
            : Problems.NotFound("response of run", id);
}
