using System.Globalization;

namespace JobQueue.Api.Pages;

/// <summary>Values as people read them.</summary>
internal static class Show
{
    private const int ShortIdCharacters = 8;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary><c>2026-03-29 03:00:00</c> in the zone.</summary>
    internal static string Time(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm:ss", Culture);

    /// <summary><c>03:00</c> in the zone.</summary>
    internal static string Clock(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("HH:mm", Culture);

    /// <summary>RFC 3339, in UTC, to the millisecond.</summary>
    internal static string Exact(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Culture);

    /// <summary>In the unit that fits: <c>8 ms</c>, <c>1.2 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>.</summary>
    internal static string Span(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 0 } => "-" + Span(-span),
        { TotalSeconds: < 1 } => string.Create(Culture, $"{span.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(Culture, $"{span.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(Culture, $"{span.Minutes} min {span.Seconds} s"),
        { TotalDays: < 1 } => string.Create(Culture, $"{span.Hours} h {span.Minutes} min"),
        _ => string.Create(Culture, $"{(int)span.TotalDays} d {span.Hours} h"),
    };

    /// <summary>The end of an id, which is where ids of the same moment differ.</summary>
    internal static string Short(string id) => id.Length <= ShortIdCharacters ? id : "…" + id[^ShortIdCharacters..];

    internal static string Request(JobRequest request) => $"{request.Method} {request.Uri}";

    /// <summary>Whom a request runs as: a user may be called anything, so that no user is told without <c>as</c>.</summary>
    internal static string As(string? user) => user is null ? "anonymous" : $"as {user}";

    internal static string Number(long number) => number.ToString("#,0", Culture);
}
