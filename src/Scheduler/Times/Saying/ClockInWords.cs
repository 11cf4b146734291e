using System.Globalization;

namespace JobQueue.Scheduler.Times.Saying;

/// <summary>Minutes and hours of a schedule as people say them.</summary>
internal static class ClockInWords
{
    private const int MinutesAnHour = 60;
    private const int HoursADay = 24;

    // More are said as minutes of hours.
    private const int MostTimes = 6;

    /// <summary>Whether single times of the day are said, <c>at 02:30</c>, and no period.</summary>
    internal static bool IsAtTimes(CronFields fields) => Phrase(fields).IsAtTimes;

    internal static string Of(CronFields fields) => Phrase(fields).Text;

    private static (string Text, bool IsAtTimes) Phrase(CronFields fields)
    {
        var (minutes, hours) = (Listing.Values(fields.Minutes), Listing.Values(fields.Hours));
        // 1. A few times of the day.
        if (minutes.Count * hours.Count <= MostTimes)
            return ($"at {Listing.Of([.. hours.SelectMany(hour => minutes.Select(minute => Time(hour, minute)))])}", true);
        // 2. A period in minutes: all day, or from one hour to another.
        if (minutes.Count > 1 && Step(minutes, MinutesAnHour) is { } step && Listing.IsStretch(hours))
            return hours.Count < HoursADay ? ($"{Every(step, "minute")} {FromTo(minutes, hours)}", false)
                : minutes[0] == 0 ? (Every(step, "minute"), false)
                : ($"{Every(step, "minute")} from minute {minutes[0]} of each hour on", false);
        // 3. A period in hours.
        if (minutes.Count == 1 && hours.Count > 1 && Step(hours, HoursADay) is { } hoursApart)
            return ($"{Every(hoursApart, "hour")}{Since(minutes[0], hours[0], hoursApart)}", false);
        if (minutes.Count == 1 && Listing.IsStretch(hours))
            return ($"every hour {FromTo(minutes, hours)}", false);
        // 4. Any minutes of any hours.
        var ofMinutes = minutes.Count == MinutesAnHour ? "every minute" : $"at {Plural("minute", minutes)}";
        return (hours.Count == HoursADay ? $"{ofMinutes} of every hour" : $"{ofMinutes} of {Plural("hour", hours)}", false);
    }

    /// <summary>The distance of values that come in one distance all the way round the cycle; null for any others.</summary>
    private static int? Step(IReadOnlyList<int> values, int cycle)
    {
        var step = cycle / values.Count;
        return step * values.Count == cycle && values[0] < step && values.Select((value, index) => value - (index * step)).All(first => first == values[0])
            ? step
            : null;
    }

    private static string Every(int count, string unit) => count == 1 ? $"every {unit}" : Invariant($"every {count} {unit}s");

    private static string Since(int minute, int hour, int hoursApart) => (minute, hour, hoursApart) switch
    {
        (0, 0, _) => "",
        (_, _, 1) => Invariant($" at minute {minute}"),
        _ => $" from {Time(hour, minute)} on",
    };

    private static string FromTo(IReadOnlyList<int> minutes, IReadOnlyList<int> hours) =>
        $"from {Time(hours[0], minutes[0])} to {Time(hours[^1], minutes[^1])}";

    private static string Plural(string noun, IReadOnlyList<int> values) =>
        $"{noun}{(values.Count == 1 ? "" : "s")} {Listing.OfStretches(values, value => Invariant($"{value}"))}";

    private static string Time(int hour, int minute) => Invariant($"{hour:00}:{minute:00}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
