using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Signatures;

/// <summary>Tells whether a request was signed by a JobQueue that knows one of the secrets, just now, and for the first time.</summary>
internal sealed class SignatureVerifier(IReadOnlyList<WebhookSecret> secrets, TimeProvider time)
{
    /// <summary>Bytes of a body that are verified: 1 MiB.</summary>
    internal const int MostBodyBytes = 1024 * 1024;

    /// <summary>How far a request's time may be from now, either way.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int MostSignatures = 16;
    private const int MostSeen = 1_000_000;
    private const int ReadBytes = 16 * 1024;

    private readonly SeenSignatures _seen = new(MostSeen);

    /// <summary>Whether a request says that it is signed.</summary>
    internal static bool IsSigned(IHeaderDictionary headers) =>
        headers.ContainsKey(WebhookSignature.SignatureField)
        || headers.ContainsKey(WebhookSignature.IdField)
        || headers.ContainsKey(WebhookSignature.TimestampField);

    /// <summary>The run of a request, or why it is none. The body can be read from its beginning afterwards.</summary>
    internal async Task<(JobRun? Run, string? Refusal)> VerifyAsync(HttpRequest request, CancellationToken cancel)
    {
        // 1. What costs nothing.
        var headers = request.Headers;
        var now = time.GetUtcNow();
        if (SignedRun.Of(headers) is not { } run)
            return (null, $"{WebhookSignature.IdField} and the X-JobQueue fields do not name a run");
        var timestamp = headers[WebhookSignature.TimestampField].ToString();
        if (!TryTime(timestamp, out var second) || (DateTimeOffset.FromUnixTimeSeconds(second) - now).Duration() > Tolerance)
            return (null, $"{WebhookSignature.TimestampField} is not within {Tolerance.TotalMinutes} minutes of now");
        var said = headers[WebhookSignature.SignatureField].ToString().Split(' ');
        if (said.Length > MostSignatures || request.ContentLength > MostBodyBytes)
            return (null, $"there are more than {MostSignatures} signatures, or {MostBodyBytes} bytes");

        // 2. The bytes of the body, as they came.
        if (await ReadAsync(request, cancel) is not { } body)
            return (null, $"there are more than {MostBodyBytes} bytes");

        // 3. Every secret with every signature, whichever fits.
        var signatures = secrets.Select(secret => WebhookSignature.Of(secret, run.RunId, timestamp, body.Span)).ToList();
        var fits = false;
        foreach (var text in signatures.Select(signature => WebhookSignature.Version + Convert.ToBase64String(signature)))
            foreach (var one in said)
                fits |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(one));
        if (!fits)
            return (null, $"no signature in {WebhookSignature.SignatureField} is that of a known secret");

        // 4. Only once. By the first secret's signature, whichever of several was sent.
        var oldest = (now - Tolerance).ToUnixTimeSeconds();
        return _seen.TryAdd(signatures[0], second, oldest) ? (run, null) : (null, "it was sent before, or too many were");
    }

    // As it is signed: digits alone.
    private static bool TryTime(string text, out long second) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out second)
        && second <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        // In memory as far as it is verified; what is longer is the app's to read, and spills over to a file.
        request.EnableBuffering(MostBodyBytes + ReadBytes);
        var body = new MemoryStream();
        var buffer = new byte[ReadBytes];
        while (body.Length <= MostBodyBytes && await request.Body.ReadAsync(buffer, cancel) is > 0 and var count)
            body.Write(buffer, 0, count);
        request.Body.Position = 0;
        // Not with ?: of an untyped null, which would be the memory of a null array: empty instead of none.
        return body.Length > MostBodyBytes ? default(ReadOnlyMemory<byte>?) : body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
