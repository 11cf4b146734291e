using System.Globalization;

namespace JobQueue.Host.CommandLine;

/// <summary>Instants as people read them: <c>2026-03-29T03:00:00+02:00</c>.</summary>
internal static class InstantText
{
    /// <summary>The instant in the zone, in this machine's where that is null or unknown; what is no instant stays as it is.</summary>
    internal static string? In(string? zone, string? instant)
    {
        if (!DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read))
            return instant;
        var shown = zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : TimeZoneInfo.Local;
        return TimeZoneInfo.ConvertTime(read, shown).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
