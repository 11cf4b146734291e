using System.Net;

namespace JobQueue.Jobs.Sending;

/// <summary>What the sender over HTTP is told.</summary>
internal sealed record SendingOptions
{
    internal Targets Targets { get; init; } = Targets.None;

    /// <summary>Whether jobs of the API may name any public address.</summary>
    internal bool AllowsFreeUrls { get; init; }

    /// <summary>Where targets find JobQueue's own endpoints, their prefix included; null where that is not known.</summary>
    internal Uri? PublicUrl { get; init; }

    /// <summary>Looks names up.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;
}
