using JobQueue.Api.Hosting;
using JobQueue.Jobs.Keys;
using Microsoft.AspNetCore.Antiforgery;

namespace JobQueue.Api.Pages;

/// <summary>What every page knows of the request that it answers.</summary>
/// <param name="Base">Where the pages are: the app's path base and the prefix, without a slash at the end.</param>
/// <param name="Path">The page's own path below <paramref name="Base"/>, query included.</param>
/// <param name="Caller">Who reads; null for a stranger.</param>
/// <param name="Token">What forms carry; null for a stranger.</param>
/// <param name="Now">When the request came.</param>
/// <param name="Zone">The zone in which times are shown.</param>
/// <param name="IsHost">Whether there are keys and sessions.</param>
/// <param name="IsShared">Whether other processes may work on the ledger.</param>
internal sealed record PageFrame(
    string Base, string Path, Caller? Caller, AntiforgeryTokenSet? Token, DateTimeOffset Now, TimeZoneInfo Zone, bool IsHost,
    bool IsShared)
{
    /// <summary>The reader is at least this.</summary>
    internal bool May(Role role) => Caller?.Role >= role;

    /// <summary>Below the pages' own place: <c>Href("jobs", id)</c>; each part is escaped.</summary>
    internal string Href(params ReadOnlySpan<string> parts)
    {
        var href = Base + "/";
        for (var i = 0; i < parts.Length; i++)
            href += (i == 0 ? "" : "/") + Uri.EscapeDataString(parts[i]);
        return href;
    }

    /// <summary>The page's path is this section's, or below it.</summary>
    internal bool IsIn(string section) => section.Length == 0
        ? Path is "" or "/" || Path.StartsWith("/?", StringComparison.Ordinal)
        : Path.AsSpan(1) is var path && path.StartsWith(section, StringComparison.Ordinal)
            && (path.Length == section.Length || path[section.Length] is '/' or '?');
}
