using JobQueue.Api.InProcess;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Guarding;

/// <summary>
/// Endpoints that runs alone may call. Where a wrapped delegate is lost, as that of a Razor page is, <see cref="RunsOnlyFilter"/>
/// asks.
/// </summary>
internal sealed class RunsOnly
{
    private static readonly RunsOnly Instance = new();

    private RunsOnly()
    {
    }

    internal static void Mark(EndpointBuilder endpoint) => endpoint.Metadata.Add(Instance);

    internal static void Wrap(EndpointBuilder endpoint)
    {
        if (endpoint.ApplicationServices.GetService(typeof(Pipeline)) is null)
            throw new InvalidOperationException(
                $"{endpoint.DisplayName} has RequireJobQueue(), and nothing could call it: call AddJobQueue() first.");
        if (endpoint.RequestDelegate is { } next)
            endpoint.RequestDelegate = context => IsLetIn(context) ? next(context) : RefuseAsync(context);
    }

    /// <summary>Whether the endpoint that was found lets runs alone in.</summary>
    internal static bool IsOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RunsOnly>() is not null;

    /// <summary>Whether this is a request that JobQueue makes of its own: one that was kept came from outside.</summary>
    internal static bool IsLetIn(HttpContext context) =>
        context.Features.Get<IJobRunFeature>() is { } run && run is not JobRunFeature { IsKept: true };

    internal static Task RefuseAsync(HttpContext context) =>
        Results.Problem("Only JobQueue may call this.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
}
