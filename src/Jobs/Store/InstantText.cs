using System.Globalization;

namespace JobQueue.Jobs.Store;

/// <summary>Instants as the ledger keeps them: UTC, ISO 8601, of one width, so that their order is that of the text.</summary>
internal static class InstantText
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    internal static string Print(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    internal static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
