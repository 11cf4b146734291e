using System.Security.Cryptography;
using System.Text;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Keys;

/// <summary>
/// Sessions of browsers: a signed cookie that names a key. It ends after a day, and with its key.
/// </summary>
internal sealed class Sessions(IDataProtectionProvider protection, IOptions<DataProtectionOptions> options, Keyring keyring)
{
    private const string Name = "jobqueue_session";
    private const int LedgerCharacters = 8;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector(Name).ToTimeLimitedDataProtector();

    /// <summary>The cookie's name, which no other ledger has: browsers send cookies to all ports of a machine (RFC 6265, 8.5).</summary>
    internal string Cookie { get; } = $"{Name}_{Hash(options.Value.ApplicationDiscriminator ?? "")[..LedgerCharacters]}";

    /// <summary>Reads what signs them, or makes it: no request is to wait for the ledger with that.</summary>
    internal void Prepare() => _protector.Protect("");

    /// <summary>Begins a session of a key.</summary>
    internal void Begin(HttpContext context, KeyRow key) =>
        context.Response.Cookies.Append(Cookie, _protector.Protect(key.PublicId, Lifetime), Options(context.Request));

    internal void End(HttpContext context) => context.Response.Cookies.Delete(Cookie, Options(context.Request));

    /// <summary>The key of the request's session; null where it has none, or one that has ended.</summary>
    internal KeyRow? Find(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 } cookie)
            return null;
        try
        {
            return keyring.FindById(_protector.Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = request.PathBase.HasValue ? request.PathBase.Value : "/",
    };
}
