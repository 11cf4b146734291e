using JobQueue.Jobs.Policy;

namespace JobQueue.Api.Keys;

/// <summary>The keys of the host and how often they may call; section <c>JobQueue</c>.</summary>
internal sealed class KeyringOptions
{
    /// <summary>Keys by their names, beside those of the ledger. Default none.</summary>
    public Dictionary<string, KeyOptions> Keys { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Calls of one key: as many in any stretch, and twice as many at once. Default 100 a second.</summary>
    public string RateLimit { get; set; } = "100/s";

    /// <exception cref="FormatException">The options are not valid.</exception>
    internal Rate Rate => Rate.TryParse(RateLimit, out var rate) ? rate : throw new FormatException($"\"{RateLimit}\" is not {Rate.Expected}");
}
