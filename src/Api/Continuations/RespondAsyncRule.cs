using JobQueue.Api.InProcess;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JobQueue.Api.Continuations;

/// <summary>
/// Endpoints that may answer later. Actions and Razor pages are asked by <see cref="RespondAsyncFilter"/>: behind their authorization
/// filters, antiforgery among them; all others by a delegate around theirs.
/// </summary>
/// <param name="policy">Of the runs.</param>
internal sealed class RespondAsyncRule(JobPolicy policy)
{
    internal JobPolicy Policy => policy;

    internal void Mark(EndpointBuilder endpoint) => endpoint.Metadata.Add(this);

    internal void Wrap(EndpointBuilder endpoint)
    {
        if (endpoint.ApplicationServices.GetService(typeof(Pipeline)) is null)
            throw new InvalidOperationException(
                $"{endpoint.DisplayName} has AllowRespondAsync(), and nothing would answer: call AddJobQueue() first.");
        if (endpoint.RequestDelegate is not { } next || endpoint.Metadata.OfType<ActionDescriptor>().Any())
            return;
        endpoint.RequestDelegate = async context =>
        {
            if (!await context.RequestServices.GetRequiredService<Continuer>().TryAnswerAsync(context, policy))
                await next(context);
        };
    }

    /// <summary>The rule of the action or page that was found; null where it may not answer later.</summary>
    internal static RespondAsyncRule? OfAction(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<RespondAsyncAttribute>() is not null
            ? metadata.GetMetadata<RespondAsyncRule>()
            : null;

    /// <exception cref="InvalidOperationException">There are such endpoints, and none where their answers could be read.</exception>
    internal static void Check(EndpointDataSource endpoints)
    {
        var open = endpoints.Endpoints.FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<RespondAsyncRule>() is not null);
        if (open is not null && ContinuationEndpoints.Prefix(endpoints) is null)
            throw new InvalidOperationException(
                $"{open.DisplayName} has AllowRespondAsync(), and there is nowhere to read its answers: call app.MapJobQueue().");
    }
}
