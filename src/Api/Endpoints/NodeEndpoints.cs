using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/nodes</c>: the processes that work on the ledger.</summary>
internal static class NodeEndpoints
{
    internal static void Map(IEndpointRouteBuilder api) => api.MapRead("/nodes", ListAsync).Needs(Access.Viewer);

    private static async Task<IResult> ListAsync(Ledger ledger) => Page.Of((await ledger.NodesAsync()).Select(Row), next: null);

    private static JsonObject Row(Node node) => new()
    {
        ["id"] = node.Id,
        ["name"] = node.Name,
        ["pid"] = node.ProcessId,
        ["version"] = node.Version,
        ["started"] = JobDocument.Text(node.Started),
        ["seen"] = node.Seen is { } seen ? JobDocument.Text(seen) : null,
        ["skewMs"] = (long)node.Skew.TotalMilliseconds,
        ["first"] = node.IsFirst,
        ["answers"] = node.IsThis,
        ["running"] = node.Running,
        ["ended"] = node.Ended is { } ended ? JobDocument.Text(ended) : null,
        ["reason"] = node.Reason,
    };
}
