using System.Collections.Immutable;

namespace JobQueue.Scheduler.Times;

/// <summary>Reads five fields or a macro as <see cref="CronFields"/>.</summary>
internal static class CronText
{
    // Where most values of a ~ make a date that never comes, as in 0 0 29~31 2 *, one of the others is found all but certainly.
    private const int MostDraws = 64;

    private const int MostSeedCharacters = 200;

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
        Macros.TryGetValue(name, out var text) && Read(Words.Split(text), null, ImmutableArray.CreateBuilder<TextError>()) is { } fields
            ? fields with { Text = name }
            : null;

    /// <summary>The fields of five words, or null and the fault of each bad one. Without <paramref name="seed"/> the text is it.</summary>
    internal static CronFields? Read(IReadOnlyList<Word> words, string? seed, ImmutableArray<TextError>.Builder errors)
    {
        var text = string.Join(' ', words.Take(CronField.All.Count).Select(word => word.Text));
        seed ??= text[..Math.Min(text.Length, MostSeedCharacters)];
        var draws = text.Contains('~', StringComparison.Ordinal) ? MostDraws : 1;
        for (var number = 1; number <= draws; number++)
        {
            // Only a draw that came to nothing is repeated, so that the first is the first for ever.
            var draw = new Draw(number == 1 ? seed : $"{seed}\n{number}");
            var fields = ReadOnce(words, text, draw, errors);
            if (fields is not { IsNeverDue: true })
                return fields;
        }

        errors.Add(TextError.At(words[2].Column, words[2].Span, $"a day that month {words[3].Text} has: this is never due"));
        return null;
    }

    private static CronFields? ReadOnce(IReadOnlyList<Word> words, string text, Draw draw, ImmutableArray<TextError>.Builder errors)
    {
        var before = errors.Count;
        Span<ulong> values = stackalloc ulong[CronField.All.Count];
        for (var index = 0; index < values.Length; index++)
            if (CronFieldReader.Read(CronField.All[index], words[index].Span, words[index].Column, draw, out values[index]) is { } error)
                errors.Add(error);
        return errors.Count > before ? null : new CronFields
        {
            Text = text,
            Minutes = values[0],
            Hours = values[1],
            DaysOfMonth = values[2],
            Months = values[3],
            DaysOfWeek = (values[4] | values[4] >> 7) & 0x7F,
            HasStarredDay = IsStarred(words[2]) || IsStarred(words[4]),
            IsWildcard = IsStarred(words[0]) || IsStarred(words[1]),
        };
    }

    // crontab(5) looks at the first character only: */2 counts as a star, 1-31 and ~ do not.
    private static bool IsStarred(Word word) => word.Span is ['*', ..];
}
