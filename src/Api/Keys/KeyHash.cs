using JobQueue.Jobs.Keys;

namespace JobQueue.Api.Keys;

/// <summary>A key as a configuration names it: <c>PUBLICID:SHA256</c>.</summary>
/// <param name="PublicId">What it is looked up by.</param>
/// <param name="Hash">SHA-256 of the key, in hexadecimal.</param>
internal sealed record KeyHash(string PublicId, string Hash)
{
    internal const string Expected = "PUBLICID:SHA256 as `jobqueue key add NAME --print-only` prints it";

    internal static KeyHash Of(ApiKey key) => new(key.PublicId, key.Hash());

    /// <summary>Null where the text is none.</summary>
    internal static KeyHash? Parse(string text) =>
        text.Split(':') is [{ Length: ApiKey.PublicIdCharacters } id, { Length: ApiKey.HashCharacters } hash]
        && ApiKey.IsHexadecimal(id) && ApiKey.IsHexadecimal(hash)
            ? new KeyHash(id, hash)
            : null;

    public override string ToString() => $"{PublicId}:{Hash}";
}
