using System.Globalization;
using System.Numerics;

namespace JobQueue.Scheduler.Times.Saying;

/// <summary>Months and days of a schedule as people say them, behind its times; empty for every day.</summary>
internal static class DaysInWords
{
    private const int DaysAWeek = 7;
    private const int MonthsAYear = 12;
    private const int LongestMonth = 31;
    private const int Sunday = 0;

    // 1, 3, 5 are said one by one.
    private const int LeastStepped = 5;

    /// <summary>Whether every day of its months is due.</summary>
    // crontab(5), the day rule: without a star a day of either field will do.
    internal static bool IsEveryDay(CronFields fields) => fields.HasStarredDay
        ? IsAnyDay(fields) && IsAnyWeekday(fields)
        : IsAnyDay(fields) || IsAnyWeekday(fields);

    internal static string Of(CronFields fields)
    {
        var (weekdays, months) = (FromMonday(fields.DaysOfWeek), Listing.Values(fields.Months));
        var ofMonths = months.Count == MonthsAYear ? null : Listing.OfStretches(months, MonthName);
        if (IsEveryDay(fields))
            return In(ofMonths);
        var ofMonth = $"the {Days(Listing.Values(fields.DaysOfMonth))} of {ofMonths ?? "the month"}";
        return fields.HasStarredDay switch
        {
            true when IsAnyDay(fields) => Weekdays(weekdays) + In(ofMonths),
            true when IsAnyWeekday(fields) => $" on {ofMonth}",
            true => $" on {Plurals(weekdays)} that are {ofMonth}",
            false => $" on {ofMonth}, and on {Plurals(weekdays)} too{In(ofMonths)}",
        };
    }

    private static bool IsAnyDay(CronFields fields) => BitOperations.PopCount(fields.DaysOfMonth) == LongestMonth;

    private static bool IsAnyWeekday(CronFields fields) => BitOperations.PopCount(fields.DaysOfWeek) == DaysAWeek;

    private static string In(string? months) => months is null ? "" : $" in {months}";

    private static string Weekdays(IReadOnlyList<int> weekdays) => weekdays.Count > 2 && Listing.IsStretch(weekdays)
        ? $", {Listing.OfStretches(weekdays, WeekdayName)}"
        : $" on {Plurals(weekdays)}";

    private static string Plurals(IReadOnlyList<int> weekdays) => Listing.Of([.. weekdays.Select(day => WeekdayName(day) + "s")]);

    private static string Days(IReadOnlyList<int> days) =>
        days.Count >= LeastStepped && days[1] - days[0] is > 1 and var step && days.Select((day, index) => day - (index * step)).All(first => first == days[0])
            ? $"{Ordinal(days[0])} and every {Ordinal(step)} day from there to the {Ordinal(days[^1])}"
            : Listing.OfStretches(days, Ordinal);

    // The week is read from Monday on, so that Saturday and Sunday are neighbours.
    private static IReadOnlyList<int> FromMonday(ulong daysOfWeek) =>
        [.. Listing.Values(daysOfWeek).Select(day => day == Sunday ? DaysAWeek : day).Order()];

    private static string WeekdayName(int day) => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)(day % DaysAWeek));

    private static string MonthName(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);

    private static string Ordinal(int number) => number.ToString(CultureInfo.InvariantCulture) + (number is >= 11 and <= 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });
}
