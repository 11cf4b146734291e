namespace JobQueue.Scheduler.Times;

/// <summary>What other schedulers write and crontab(5) has not, with the way to write it.</summary>
internal static class CronFieldRefusals
{
    private static readonly (CronField? Field, Func<string, bool> Matches, string Advice)[] Rules =
    [
        (null, item => item.StartsWith('?'), "*: a ? is Quartz's, here both day fields can be *"),
        (CronField.DayOfWeek, item => item is ['0' or '7', '#', >= '1' and <= '4'] || IsSundayOf(item),
            "*/7, which is Sunday, beside the days 1-7, 8-14, 15-21 or 22-28: one day field begins with *, so both must match"),
        (CronField.DayOfWeek, item => item.EndsWith("#1", StringComparison.Ordinal),
            "the weekday without #1 beside the days */32,1-7: one day field begins with *, so both must match"),
        (null, item => item.Contains('#'), "a day of week without #: the nth weekday of a month cannot be written; take the weekday and let the app decide"),
        (CronField.DayOfMonth, item => item is ['L' or 'l', ..], "days like 28-31: L, the last day, cannot be written; let the app decide on which of them to act"),
        (CronField.DayOfMonth, item => item is [.., 'W' or 'w'], "a day of month without W: the nearest weekday cannot be written; let the app decide"),
        (CronField.DayOfWeek, item => item is ['L' or 'l'], "sat: L is Quartz's"),
        (CronField.DayOfWeek, item => item is [>= '0' and <= '7', 'L' or 'l'] or [_, _, _, 'L' or 'l'],
            "a day of week without L: the last weekday of a month cannot be written; let the app decide"),
        (null, item => item is ['H' or 'h'] or ['H' or 'h', '/' or '(', ..],
            "~, a value drawn once for the job, or a fixed one: H is Jenkins'"),
    ];

    /// <summary>The advice for an item that another scheduler would take; null where none knows it.</summary>
    internal static string? AdviceFor(CronField field, string item)
    {
        foreach (var rule in Rules)
            if ((rule.Field is null || rule.Field == field) && rule.Matches(item))
                return rule.Advice;
        return FullName(field, item) is { } name ? $"{name}: names have three letters" : null;
    }

    private static bool IsSundayOf(string item) =>
        item.Length == 5 && item[3] == '#' && item[4] is >= '1' and <= '4' && item.StartsWith("sun", StringComparison.OrdinalIgnoreCase);

    private static string? FullName(CronField field, string item)
    {
        var letters = 0;
        while (letters < item.Length && char.IsAsciiLetter(item[letters]))
            letters++;
        var isName = letters > 3 && field.ValueOf(item.AsSpan(0, 3)) >= 0;
        return isName ? item[..3].ToLowerInvariant() : null;
    }
}
