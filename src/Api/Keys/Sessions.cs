using System.Security.Cryptography;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Keys;

/// <summary>
/// Sessions of browsers: a signed cookie that names a key. It ends after a day, and with its key. What signs it is beside the ledger, so that
/// a restart ends no session.
/// </summary>
internal sealed class Sessions(Ledger ledger, Keyring keyring)
{
    internal const string Cookie = "jobqueue_session";

    private const string FolderSuffix = ".sessions";
    private const string Application = "jobqueue";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    // Made for the first session: it makes files.
    private readonly Lazy<ITimeLimitedDataProtector> _protector = new(() => DataProtectionProvider
        .Create(PrivateFile.MakeFolder(ledger.Path + FolderSuffix), builder => builder.SetApplicationName(Application))
        .CreateProtector(Cookie)
        .ToTimeLimitedDataProtector());

    /// <summary>Begins a session of a key.</summary>
    internal void Begin(HttpContext context, KeyRow key) =>
        context.Response.Cookies.Append(Cookie, _protector.Value.Protect(key.PublicId, Lifetime), Options(context.Request));

    internal static void End(HttpContext context) => context.Response.Cookies.Delete(Cookie, Options(context.Request));

    /// <summary>The key of the request's session; null where it has none, or one that has ended.</summary>
    internal KeyRow? Find(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 } cookie)
            return null;
        try
        {
            return keyring.FindById(_protector.Value.Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = request.PathBase.HasValue ? request.PathBase.Value : "/",
    };
}
