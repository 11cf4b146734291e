using JobQueue.Api.Hosting;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.Nodes;

/// <summary>The processes that work on the ledger.</summary>
internal static class NodesEndpoints
{
    private const int MostRuns = 500;

    internal static void Map(IEndpointRouteBuilder pages) => pages.MapRead("/nodes", GetAsync).Needs(Access.Viewer);

    private static async Task<PageResult> GetAsync(Ledger ledger)
    {
        var nodes = await ledger.NodesAsync();
        var runs = await ledger.ReadAsync(connection => NodeReads.Running(connection, MostRuns));
        return NodesPage.Of(nodes, runs.ToLookup(run => run.Owner, run => run.RunId), ledger.Cluster.IsShared);
    }
}
