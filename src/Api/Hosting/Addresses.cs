using System.Net;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Hosting;

/// <summary>Which addresses are this machine's alone.</summary>
internal static class Addresses
{
    /// <summary>The names of this machine for itself.</summary>
    internal static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    // What proxies say of whom they speak for; the last is where ASP.NET Core puts it once it has believed it.
    private static readonly string[] ProxyFields = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "X-Original-For"];

    /// <summary>The first address that other machines reach; null where there is none.</summary>
    internal static string? FirstOpen(IEnumerable<string> addresses) =>
        addresses.FirstOrDefault(address => !IsLoopback(BindingAddress.Parse(address)));

    /// <summary>Whether the connection came in at an address that only this machine reaches, or through no address.</summary>
    internal static bool IsReachedHereOnly(ConnectionInfo connection) =>
        connection.LocalIpAddress is not { } address || IPAddress.IsLoopback(address);

    /// <summary>Whether this machine itself asks. What a proxy here passes on is somebody else's.</summary>
    internal static bool IsFromHere(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)) && !IsPassedOn(context);

    /// <summary>Where the caller is; null where that is not known, as behind a proxy on this machine that the app does not ask.</summary>
    internal static IPAddress? OfCaller(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && !(IPAddress.IsLoopback(address) && IsPassedOn(context)) ? address : null;

    /// <summary>Whether the request names this machine by a name of its own, which no page of another server can.</summary>
    internal static bool IsOwnName(HostString host) => OwnNames.Contains(host.Host, StringComparer.OrdinalIgnoreCase);

    private static bool IsPassedOn(HttpContext context) => ProxyFields.Any(context.Request.Headers.ContainsKey);

    private static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe || address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
