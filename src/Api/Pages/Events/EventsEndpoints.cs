using System.Globalization;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.Events;

/// <summary>Who did what, when and why.</summary>
internal static class EventsEndpoints
{
    private const int RowsAPage = 50;

    internal static void Map(IEndpointRouteBuilder pages) => pages.MapRead("/events", GetAsync).Needs(Access.Viewer);

    private static async Task<IResult> GetAsync(HttpContext context, Ledger ledger)
    {
        var filter = new AuditFilter(Said("job"), Said("kind"), Said("who"), Said("q"));
        var from = long.TryParse(Said("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        var (events, before) = await ledger.ReadAsync(connection => AuditReads.List(connection, filter, from, RowsAPage));
        return EventsPage.Of(filter, events, isFirst: from is null, before);

        string? Said(string name) => context.Request.Query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
    }
}
