using System.Collections.Immutable;
using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Times;

/// <summary>Reads schedules: five fields, or a word with <c>@</c>.</summary>
internal static class ScheduleText
{
    private const string Every = "@every";
    private const string FiveFields = "minute, hour, day of month, month, day of week";
    private static readonly string KnownMacros = string.Join(", ", CronText.MacroNames.Append("@reboot").Append("@every 30s"));

    /// <summary>The schedule, or every fault with its column. The grid of <c>@every</c> is anchored at the Unix epoch: the caller gives its own.</summary>
    /// <example><c>*/5 9-17 * * mon-fri</c>, <c>@daily</c>, <c>@every 30s</c></example>
    internal static ScheduleResult Parse(string text, TimeZoneInfo zone)
    {
        var errors = ImmutableArray.CreateBuilder<TextError>();
        var words = Words.Split(text);
        var schedule = Read(words, text.Length + 1, zone, errors);
        var used = words.Count == 0 ? 0 : WordCount(words[0].Text);
        if (words.Count > used)
            errors.Add(TextError.At(words[used].Column, words[used].Text, used == CronField.All.Count
                ? $"the end: five fields are {FiveFields}, without seconds and years"
                : "the end"));
        return errors.Count > 0 ? new(null, errors.ToImmutable()) : new(schedule, []);
    }

    /// <summary>How many words the schedule that begins with <paramref name="first"/> has.</summary>
    internal static int WordCount(string first) => first == Every ? 2 : first.StartsWith('@') ? 1 : CronField.All.Count;

    /// <summary>The schedule of exactly its words; missing ones are a fault at <paramref name="end"/>.</summary>
    internal static Schedule? Read(IReadOnlyList<Word> words, int end, TimeZoneInfo zone, ImmutableArray<TextError>.Builder errors)
    {
        if (words is [{ Text: ['@', ..] } macro, ..])
            return ReadMacro(macro, words.Count > 1 ? words[1] : new Word("", end), zone, errors);
        if (words.Count >= CronField.All.Count)
            return CronText.Read(words, errors) is { } fields ? new CronSchedule(fields, zone) : null;
        errors.Add(TextError.At(end, "", words.Count == 0
            ? $"a schedule: five fields ({FiveFields}) or a word like @daily"
            : $"{CronField.All[words.Count].Expected}: five fields are {FiveFields}"));
        return null;
    }

    private static Schedule? ReadMacro(Word macro, Word argument, TimeZoneInfo zone, ImmutableArray<TextError>.Builder errors)
    {
        if (macro.Text == RebootSchedule.Instance.Text)
            return RebootSchedule.Instance;
        if (macro.Text == Every)
            return ReadEvery(argument, errors);
        if (CronText.Macro(macro.Text) is { } fields)
            return new CronSchedule(fields, zone);
        var lower = macro.Text.ToLowerInvariant();
        var isKnown = lower is Every or "@reboot" || CronText.Macro(lower) is not null;
        errors.Add(TextError.At(macro.Column, macro.Text, isKnown ? $"{lower}, in lower case" : $"one of {KnownMacros}"));
        return null;
    }

    private static EverySchedule? ReadEvery(Word period, ImmutableArray<TextError>.Builder errors)
    {
        if (Duration.TryParse(period.Text, out var length) && length >= EverySchedule.LeastPeriod)
            return new EverySchedule(length, DateTimeOffset.UnixEpoch);
        errors.Add(TextError.At(period.Column, period.Text, $"{Duration.Expected}, 1s or longer"));
        return null;
    }
}
