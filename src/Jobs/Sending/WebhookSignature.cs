using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Jobs.Sending;

/// <summary>Signatures as Standard Webhooks 1.0 has them: HMAC-SHA256 over id, timestamp and body, with dots between.</summary>
internal static class WebhookSignature
{
    internal const string IdField = "webhook-id";
    internal const string TimestampField = "webhook-timestamp";
    internal const string SignatureField = "webhook-signature";

    /// <summary>What a signature begins with: the scheme of shared secrets.</summary>
    internal const string Version = "v1,";

    /// <summary>The header fields that sign a request, with one signature for each secret.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Fields(
        IEnumerable<WebhookSecret> secrets, string id, DateTimeOffset now, ReadOnlyMemory<byte> body)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signatures = secrets.Select(secret => Version + Convert.ToBase64String(Of(secret, id, timestamp, body.Span)));
        return
        [
            new(IdField, id),
            new(TimestampField, timestamp),
            new(SignatureField, string.Join(' ', signatures)),
        ];
    }

    /// <summary>The 32 bytes of a signature. A request without body is signed with the empty one.</summary>
    internal static byte[] Of(WebhookSecret secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
