using JobQueue.Api.Hosting;
using JobQueue.Api.Pages.Overview;
using JobQueue.Api.Pages.Runs;
using JobQueue.Api.Pages.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages;

/// <summary>The pages, and what their buttons do.</summary>
internal static class PageEndpoints
{
    /// <param name="group">Where; all of its endpoints go through the doors.</param>
    /// <param name="prefix">The group's prefix.</param>
    /// <param name="isHost">Whether there are keys and sessions.</param>
    internal static void Map(IEndpointRouteBuilder group, string prefix, bool isHost)
    {
        var pages = group.MapGroup("").WithMetadata(new PagePlace(prefix.TrimEnd('/'))).ExcludeFromDescription();
        pages.MapGet("/assets/{name}", PageFiles.Get).Needs(Access.Anyone);
        pages.AddEndpointFilter<RouteGroupBuilder, FailuresAsPages>();
        var forms = pages.MapGroup("").AddEndpointFilter<RouteGroupBuilder, FormsAreOurs>().DisableAntiforgery();
        OverviewEndpoints.Map(pages);
        RunPages.Map(pages);
        ActionEndpoints.Map(forms);
        if (isHost)
            SigningEndpoints.Map(pages, forms);
    }
}
