using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Api.Pages.About;
using JobQueue.Api.Pages.Crontab;
using JobQueue.Api.Pages.Events;
using JobQueue.Api.Pages.Jobs;
using JobQueue.Api.Pages.Keys;
using JobQueue.Api.Pages.New;
using JobQueue.Api.Pages.Nodes;
using JobQueue.Api.Pages.Overview;
using JobQueue.Api.Pages.Runs;
using JobQueue.Api.Pages.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages;

/// <summary>The pages, and what their buttons do.</summary>
internal static class PageEndpoints
{
    // Forms that hold more say so themselves.
    private const int MostFormBytes = 1024 * 1024;

    /// <param name="group">Where.</param>
    /// <param name="prefix">The group's prefix.</param>
    /// <param name="isHost">Whether there are keys and sessions.</param>
    internal static void Map(IEndpointRouteBuilder group, string prefix, bool isHost)
    {
        var place = string.Join('/', prefix.TrimEnd('/').Split('/').Select(Uri.EscapeDataString));
        var pages = group.MapGroup("").WithMetadata(new PagePlace(place)).ExcludeFromDescription();
        pages.AddEndpointFilter<RouteGroupBuilder, ProblemsAsPages>().AddEndpointFilter<RouteGroupBuilder, Doors>()
            .AddEndpointFilter<RouteGroupBuilder, FailuresAsProblems>();
        pages.MapRead("/assets/{name}", PageFiles.Get).Needs(Access.Anyone);
        var forms = pages.MapGroup("").AddEndpointFilter<RouteGroupBuilder, FormsAreOurs>().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(MostFormBytes));
        OverviewEndpoints.Map(pages);
        RunPages.Map(pages);
        ActionEndpoints.Map(forms);
        JobsEndpoints.Map(pages);
        NewEndpoints.Map(pages, forms);
        CrontabPages.Map(pages, forms);
        EventsEndpoints.Map(pages);
        NodesEndpoints.Map(pages);
        AboutEndpoints.Map(pages);
        if (isHost)
        {
            KeysEndpoints.Map(pages, forms);
            SigningEndpoints.Map(pages, forms);
        }
    }
}
