using System.Collections.Immutable;

namespace JobQueue.Scheduler.Times;

/// <summary>Reads five fields or a macro as <see cref="CronFields"/>.</summary>
internal static class CronText
{
    private static readonly IReadOnlyDictionary<string, string> Macros = new Dictionary<string, string>
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    /// <summary>The names of the macros, for messages.</summary>
    internal static IEnumerable<string> MacroNames => Macros.Keys;

    /// <summary>The fields a macro stands for; null where there is no such macro. Lower case only, as in cron.</summary>
    internal static CronFields? Macro(string name) =>
        Macros.TryGetValue(name, out var text) && Read(Words.Split(text), ImmutableArray.CreateBuilder<TextError>()) is { } fields ? fields with { Text = name } : null;

    /// <summary>The fields of five words, or null and the fault of each bad one.</summary>
    internal static CronFields? Read(IReadOnlyList<Word> words, ImmutableArray<TextError>.Builder errors)
    {
        var before = errors.Count;
        Span<ulong> values = stackalloc ulong[CronField.All.Count];
        for (var index = 0; index < values.Length; index++)
            if (CronFieldReader.Read(CronField.All[index], words[index].Text, words[index].Column, out values[index]) is { } error)
                errors.Add(error);
        if (errors.Count > before)
            return null;
        var fields = new CronFields
        {
            Text = string.Join(' ', words.Select(word => word.Text)),
            Minutes = values[0],
            Hours = values[1],
            DaysOfMonth = values[2],
            Months = values[3],
            DaysOfWeek = (values[4] | values[4] >> 7) & 0x7F,
            HasStarredDay = IsStarred(words[2]) || IsStarred(words[4]),
            IsWildcard = IsStarred(words[0]) || IsStarred(words[1]),
        };
        if (!fields.IsNeverDue)
            return fields;
        errors.Add(TextError.At(words[2].Column, words[2].Text, $"a day that month {words[3].Text} has: this is never due"));
        return null;
    }

    // crontab(5) looks at the first character only: */2 counts as a star, 1-31 does not.
    private static bool IsStarred(Word word) => word.Text.StartsWith('*');
}
