using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Jobs.Keys;

/// <summary>
/// A key of the API, <c>jq_PUBLICID_SECRET</c>, all hexadecimal: 64 bits to look it up by, 256 random bits, and 32 bits of the SHA-256 of what
/// stands before them, by which a scanner of leaked secrets and a mistyped key are told.
/// </summary>
/// <param name="PublicId">What it is looked up by; no secret.</param>
/// <param name="Text">The key itself.</param>
internal sealed record ApiKey(string PublicId, string Text)
{
    internal const string Prefix = "jq_";
    internal const int PublicIdCharacters = 16;

    /// <summary>Characters of a SHA-256 in hexadecimal.</summary>
    internal const int HashCharacters = 64;

    private const int SecretBytes = 32;
    private const int ChecksumCharacters = 8;
    private const int SecretAt = 3 + PublicIdCharacters + 1;
    private const int ChecksumAt = SecretAt + (2 * SecretBytes);

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    internal static ApiKey New()
    {
        var publicId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PublicIdCharacters / 2));
        var text = $"{Prefix}{publicId}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return new ApiKey(publicId, text + Checksum(text));
    }

    /// <summary>The key that the text is; false where it has not the form of one, or its checksum is wrong.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out ApiKey? key)
    {
        var hasForm = text.Length == ChecksumAt + ChecksumCharacters
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text[SecretAt - 1] == '_'
            && IsHexadecimal(text.AsSpan(Prefix.Length, PublicIdCharacters))
            && IsHexadecimal(text.AsSpan(SecretAt))
            && text.AsSpan(ChecksumAt).SequenceEqual(Checksum(text[..ChecksumAt]));
        key = hasForm ? new ApiKey(text[Prefix.Length..(SecretAt - 1)], text) : null;
        return hasForm;
    }

    internal static bool IsHexadecimal(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Hexadecimal) < 0;

    /// <summary>
    /// SHA-256 of the key, in hexadecimal: all that is kept of it. 256 random bits cannot be tried out, so that a slow hash would gain nothing.
    /// </summary>
    internal string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Whether this is the key of that hash, in the same time wherever they differ.</summary>
    internal bool Is(string hash) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Hash()), Encoding.UTF8.GetBytes(hash));

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..ChecksumCharacters];
}
