using JobQueue.Api.Endpoints;
using JobQueue.Api.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>
/// Who may come in to JobQueue's own endpoints, and which of them: <see cref="HostDoor"/> or <see cref="AppDoor"/> says who it is,
/// <see cref="Access"/> what the endpoint asks. From a browser only pages of the same origin may change anything.
/// </summary>
internal sealed class Doors(HostDoor host, AppDoor app, IOptions<JobQueueOptions> options) : IEndpointFilter
{
    /// <summary>Refuses to start with a door open: endpoints without a policy outside Development, or a host without keys on another address.</summary>
    /// <exception cref="InvalidOperationException">A door is open.</exception>
    internal static void Check(
        EndpointDataSource endpoints, IEnumerable<string> addresses, Keyring keyring, JobQueueOptions options, IHostEnvironment environment)
    {
        if (options.IsHost)
            CheckAddresses(addresses, keyring.IsNeeded);
        else if (!environment.IsDevelopment()
            && endpoints.Endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<Marker>() is not null && !AppDoor.HasPolicy(endpoint)))
            throw new InvalidOperationException(
                "MapJobQueue has no policy, and would let anyone in. Write app.MapJobQueue().RequireAuthorization(\"a policy of yours\").");
    }

    /// <exception cref="InvalidOperationException">An address is not loopback, and there is no key.</exception>
    internal static void CheckAddresses(IEnumerable<string> addresses, bool hasKey)
    {
        if (!hasKey && Addresses.FirstOpen(addresses) is { } open)
            throw new InvalidOperationException(
                $"{open} is open to other machines, and there is no key to keep them out. Make one with `jobqueue key add NAME --role admin`, "
                + "or listen on a loopback address like http://127.0.0.1:7070.");
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var access = http.Access();
        if (IsUnsafe(http.Request.Method) && !IsFromOwnPage(http.Request))
            return Problems.Forbidden("origin", "A page of another origin cannot change anything here.");
        var entry = options.Value.IsHost ? await host.EnterAsync(http) : await app.EnterAsync(http);
        if (Refusal(http, access, entry) is { } refusal)
            return refusal;
        http.Features.Set(entry.Caller);
        return await next(context);
    }

    /// <summary>Whether who was let in would be let in still. In an app its policy says so, once for each request.</summary>
    internal ValueTask<bool> AreStillOpenAsync(HttpContext context) => options.Value.IsHost ? host.IsStillOpenAsync(context) : new(true);

    private static IResult? Refusal(HttpContext context, Access access, Entry entry)
    {
        if (entry.IsClosed)
            return entry.Refusal;
        if (access.IsForRuns && context.Features.Get<IJobRunFeature>() is not null)
            return null;
        if (access.IsForRuns && !Addresses.IsReachedHereOnly(context.Connection))
            return Problems.Forbidden("runs", "On this address only runs may call this.");
        if (access.Role is not { } least)
            return null;
        if (entry.Refusal is not null || entry.Caller is not { } caller)
            return entry.Refusal ?? Problems.Forbidden("role", "Strangers do not come in here.");
        return caller.Role >= least ? null : Problems.RoleNeeded(least, caller);
    }

    private static bool IsUnsafe(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);

    // Browsers say where a request comes from; programs say nothing.
    private static bool IsFromOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
        && (request.Headers.Origin.Count == 0 || request.Headers.Origin == $"{request.Scheme}://{request.Host}");

    /// <summary>Marks JobQueue's own endpoints.</summary>
    internal sealed class Marker
    {
        internal static readonly Marker Instance = new();
    }
}
