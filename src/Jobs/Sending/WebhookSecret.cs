using System.Diagnostics.CodeAnalysis;

namespace JobQueue.Jobs.Sending;

/// <summary>A secret of Standard Webhooks: 24 to 64 bytes, written <c>whsec_</c> and their Base64.</summary>
internal sealed class WebhookSecret
{
    internal const string Expected = "whsec_ and Base64 of 24 to 64 bytes";

    private const string Prefix = "whsec_";
    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    private WebhookSecret(string text, byte[] key) => (Text, Key) = (text, key);

    /// <summary>The secret as it is written.</summary>
    internal string Text { get; }

    internal byte[] Key { get; }

    internal static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        var key = new byte[MostBytes];
        if (text?.StartsWith(Prefix, StringComparison.Ordinal) != true
            || !Convert.TryFromBase64String(text[Prefix.Length..], key, out var count)
            || count < LeastBytes)
            return false;
        secret = new WebhookSecret(text, key[..count]);
        return true;
    }
}
