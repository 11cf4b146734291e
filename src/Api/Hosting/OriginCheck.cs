using JobQueue.Api.InProcess;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace JobQueue.Api.Hosting;

/// <summary>Says at start that the app refuses the host that runs in process are addressed to: host filtering is part of its pipeline.</summary>
internal sealed partial class OriginCheck(
    IOptions<HostFilteringOptions> filtering, IOptions<InProcessOptions> runs, ILogger<OriginCheck> logger) : IHostedService
{
    // What host filtering takes for any host.
    private static readonly string[] Any = ["*", "[::]", "0.0.0.0"];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var host = runs.Value.PublicOrigin.Host;
        if (!IsAllowed(host, filtering.Value.AllowedHosts))
            Log.NotAllowed(logger, host);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsAllowed(string host, IList<string> allowed) =>
        allowed.Count == 0 || allowed.Any(Any.Contains) || HostString.MatchesAny(Ascii(host), [.. allowed.Select(Ascii)]);

    private static StringSegment Ascii(string host) => new HostString(host).ToUriComponent();

    private static partial class Log
    {
        [LoggerMessage(
            57, LogLevel.Warning,
            "AllowedHosts does not have {Host}: runs in process are answered 400. Add it, or set JobQueue:PublicOrigin to an origin of one that it has")]
        internal static partial void NotAllowed(ILogger logger, string host);
    }
}
