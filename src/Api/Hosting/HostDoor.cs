using System.Text;
using JobQueue.Api.Endpoints;
using JobQueue.Api.Keys;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace JobQueue.Api.Hosting;

/// <summary>The door of the host: keys and their sessions; as long as there is no key, this machine.</summary>
internal sealed class HostDoor(Keyring keyring, Sessions sessions, CallLimits limits, IConfiguration configuration)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private const string AnyHost = "*";

    // Where hosts are named, ASP.NET Core has asked for one of them already.
    private readonly bool _namesHosts = configuration["AllowedHosts"] is { Length: > 0 } hosts && hosts != AnyHost;

    internal async ValueTask<Entry> EnterAsync(HttpContext context)
    {
        if (context.Features.Get<IJobRunFeature>() is { } run)
            return Caller.RoleOf(run) is { } role
                ? Entry.Of(Caller.OfRun(run, run.Run.User, role))
                : Entry.Refused(Problems.Forbidden(
                    "run", "A run is not the local machine: it may do what JobQueue:Users:NAME:Roles gives its user, viewer, operator or admin."));
        if (Addresses.IsReachedHereOnly(context.Connection) && !_namesHosts && !Addresses.IsOwnName(context.Request.Host))
            return Entry.Closed(Problems.OtherHost(context.Request.Host.Host));
        await keyring.RefreshAsync(Keyring.Known);
        if (keyring.IsNeeded)
            return await WithKeyAsync(context);
        return Addresses.IsFromHere(context)
            ? Entry.Of(Caller.Local)
            : Entry.Refused(Problems.Forbidden("local", "As long as it has no key JobQueue is open to its own machine only. Add one: jobqueue key add."));
    }

    private async ValueTask<Entry> WithKeyAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0 && !context.Request.Cookies.ContainsKey(sessions.Cookie))
            return Entry.Refused(Problems.KeyNeeded(context, "A key is needed: Authorization: Bearer jq_..., or a session from POST /api/session."));
        var key = await LookAsync(context, () => Find(context));
        if (key.Refusal is not null)
            return Entry.Refused(key.Refusal);
        var wait = limits.Call(key.Key!.PublicId);
        return wait > TimeSpan.Zero
            ? Entry.Refused(Problems.TooMany(context, wait, $"{key.Key.Name} calls too often."))
            : Entry.Of(new Caller(key.Key.Name, key.Key.Name, key.Key.Role));
    }

    /// <summary>Whether a caller that came in would come in still: its key, or session, is in force.</summary>
    internal async ValueTask<bool> IsStillOpenAsync(HttpContext context)
    {
        if (context.Features.Get<IJobRunFeature>() is not null)
            return true;
        await keyring.RefreshAsync(Keyring.Known);
        return !keyring.IsNeeded || Find(context) is not null;
    }

    private KeyRow? Find(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        return authorization.Length == 0 ? sessions.Find(context.Request)
            : KeyIn(authorization, context.Access().TakesPassword) is { } text ? keyring.Find(text)
            : null;
    }

    private static string? KeyIn(string authorization, bool takesPassword) =>
        authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
        : takesPassword && authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? PasswordIn(authorization[Basic.Length..].Trim())
        : null;

    // RFC 7617: the name has no colon.
    private static string? PasswordIn(string credentials)
    {
        var bytes = new byte[credentials.Length];
        return Convert.TryFromBase64String(credentials, bytes, out var count)
            && Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2) is [_, var password] ? password : null;
    }

    /// <summary>Looks whether a key is in force; an address that came with many wrong ones has to wait before any is looked at.</summary>
    internal async ValueTask<(KeyRow? Key, IResult? Refusal)> LookAsync(HttpContext context, Func<KeyRow?> find)
    {
        var address = context.Connection.RemoteIpAddress;
        if (limits.UntilLookedAt(address) is var wait && wait > TimeSpan.Zero)
            return (null, Problems.TooMany(context, wait, "Too many wrong keys came from this address."));
        if (find() is { } key)
            return (key, null);
        await keyring.RefreshAsync(Keyring.Unknown);
        if (find() is { } added)
            return (added, null);
        limits.NoteRefusal(address);
        return (null, Problems.KeyNeeded(context, "The key, or the session, is not one that is in force."));
    }
}
