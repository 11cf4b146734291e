using JobQueue;
using JobQueue.Api.Continuations;
using JobQueue.Api.Endpoints;
using JobQueue.Api.Feeds;
using JobQueue.Api.Hosting;
using JobQueue.Api.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps JobQueue's own endpoints.</summary>
public static class JobQueueEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the pages at <c>{prefix}</c>, the API below <c>{prefix}/api</c>, its description at <c>{prefix}/openapi.json</c>, and
    /// <c>{prefix}/healthz</c> and <c>{prefix}/readyz</c>. Give it a policy:
    /// without one it serves this machine only, in Development, and the app refuses to start elsewhere. Below <c>{prefix}/async</c>, beside
    /// that policy, who asked to be answered later reads the answer.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">Where; default <c>/jobqueue</c>, and empty for the root.</param>
    /// <returns>All of them, for conventions like <c>RequireAuthorization("ops")</c>.</returns>
    /// <example><code>app.MapJobQueue("/jobqueue").RequireAuthorization("ops");</code></example>
    public static IEndpointConventionBuilder MapJobQueue(this IEndpointRouteBuilder endpoints, string prefix = "/jobqueue")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var group = endpoints.MapGroup(prefix);
        group.WithMetadata(Doors.Marker.Instance);
        // Machines cannot follow a cookie's way to a sign-in, people on the pages can.
        var guarded = group.MapGroup("").AddEndpointFilter<RouteGroupBuilder, Doors>().DisableCookieRedirect();
        var api = guarded.MapGroup("/api").AddEndpointFilter<RouteGroupBuilder, FailuresAsProblems>();
        JobEndpoints.Map(api);
        RunEndpoints.Map(api);
        QueueEndpoints.Map(api);
        NodeEndpoints.Map(api);
        ProgressEndpoints.Map(api);
        CrontabEndpoints.Map(api);
        EventEndpoints.Map(api);
        FeedEndpoints.Map(api);
        var isHost = endpoints.ServiceProvider.GetRequiredService<IOptions<JobQueueOptions>>().Value.IsHost;
        if (isHost)
        {
            KeyEndpoints.Map(api);
            SessionEndpoints.Map(api);
        }

        HealthEndpoints.Map(guarded);
        OpenApiEndpoints.Map(guarded);
        PageEndpoints.Map(group, prefix, isHost);
        ContinuationEndpoints.Map(endpoints.MapGroup(prefix));
        return group;
    }
}
