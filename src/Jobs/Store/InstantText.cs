using System.Globalization;

namespace JobQueue.Jobs.Store;

/// <summary>Instants as the ledger keeps them: UTC, ISO 8601, of one width, so that their order is that of the text.</summary>
internal static class InstantText
{
    // The round-trip format: of a UTC instant it is yyyy-MM-ddTHH:mm:ss.fffffffZ, and .NET prints and parses it without a pattern.
    private const string Format = "O";

    internal static string Print(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    internal static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture);
}
