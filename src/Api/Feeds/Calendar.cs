using System.Globalization;
using System.Text;

namespace JobQueue.Api.Feeds;

/// <summary>iCalendar (RFC 5545).</summary>
internal static class Calendar
{
    internal const string ContentType = "text/calendar; charset=utf-8";

    // RFC 5545, 3.1: octets of a line, without its end.
    private const int MostOctets = 75;
    private const string Day = "yyyyMMdd";
    private const string Instant = "yyyyMMdd'T'HHmmss'Z'";

    // REFRESH-INTERVAL and NAME are of RFC 7986; the others are what programs knew before.
    private static readonly string[] Head =
    [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//JobQueue//JobQueue//EN", "CALSCALE:GREGORIAN", "NAME:JobQueue",
        "X-WR-CALNAME:JobQueue", "REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M",
    ];

    internal static byte[] Print(IEnumerable<CalendarEvent> events)
    {
        var text = new StringBuilder();
        foreach (var line in Head.Concat(events.SelectMany(Lines)).Append("END:VCALENDAR"))
            Fold(text, line);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>RFC 5545, 3.3.4 and 3.3.5: in UTC.</summary>
    internal static string Text(DateTimeOffset instant, string format = Instant) =>
        instant.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private static string[] Lines(CalendarEvent one) =>
    [
        "BEGIN:VEVENT",
        $"UID:{Escape(one.Uid)}",
        $"DTSTAMP:{Text(one.Stamp)}",
        one.IsOfTheDay ? $"DTSTART;VALUE=DATE:{Text(one.Start, Day)}" : $"DTSTART:{Text(one.Start)}",
        $"SUMMARY:{Escape(one.Summary)}",
        $"DESCRIPTION:{Escape(one.Description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ];

    // RFC 5545, 3.3.11. Other control characters have no place in a text.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            _ = rune.Value switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append((char)rune.Value),
                '\n' => escaped.Append("\\n"),
                _ => Rune.IsControl(rune) ? escaped : escaped.Append(rune.ToString()),
            };
        return escaped.ToString();
    }

    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
