using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>
/// Who may come in to JobQueue's own endpoints. With a policy, whom the policy lets in; without one, this machine only, under its own names.
/// From a browser only pages of the same origin may change anything.
/// </summary>
internal sealed class Doors(IHostEnvironment environment, IOptions<JobQueueOptions> options) : IEndpointFilter
{
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Refuses to start with a door open: endpoints without a policy outside Development, or a host for this machine on another address.</summary>
    /// <exception cref="InvalidOperationException">A door is open.</exception>
    internal static void Check(EndpointDataSource endpoints, IServer server, JobQueueOptions options, IHostEnvironment environment)
    {
        if (options.IsForThisMachine)
            CheckAddresses(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        else if (!environment.IsDevelopment() && endpoints.Endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<Marker>() is not null && !HasPolicy(endpoint)))
            throw new InvalidOperationException(
                "MapJobQueue has no policy, and would let anyone in. Write app.MapJobQueue().RequireAuthorization(\"a policy of yours\").");
    }

    /// <exception cref="InvalidOperationException">An address is not loopback.</exception>
    internal static void CheckAddresses(IEnumerable<string> addresses)
    {
        var open = addresses.FirstOrDefault(address => !IsLoopback(BindingAddress.Parse(address)));
        if (open is not null)
            throw new InvalidOperationException(
                $"{open} is open to other machines, and this version has no keys yet to keep them out. Listen on a loopback address like http://127.0.0.1:7070.");
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var refusal = Refusal(context.HttpContext);
        return refusal is null ? await next(context) : Results.Problem(refusal, statusCode: StatusCodes.Status403Forbidden);
    }

    private string? Refusal(HttpContext context)
    {
        var request = context.Request;
        if (!HasPolicy(context.GetEndpoint()))
        {
            if (!options.Value.IsForThisMachine && !environment.IsDevelopment())
                return "JobQueue is mapped without a policy.";
            if (context.Features.Get<IJobRunFeature>() is not null)
                return "A run is not the local machine; what it may do here is for a policy to say.";
            if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
                return "JobQueue is open to its own machine only.";
            if (!OwnNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
                return $"\"{request.Host.Host}\" is not a name of this host; use {string.Join(", ", OwnNames)}.";
        }

        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || IsFromHere(request)
            ? null
            : "A page of another origin cannot change anything here.";
    }

    // Browsers say where a request comes from; programs say nothing.
    private static bool IsFromHere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
        && (request.Headers.Origin.Count == 0 || request.Headers.Origin == $"{request.Scheme}://{request.Host}");

    private static bool HasPolicy(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null;

    private static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe || address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Marks JobQueue's own endpoints.</summary>
    internal sealed class Marker
    {
        internal static readonly Marker Instance = new();
    }
}
