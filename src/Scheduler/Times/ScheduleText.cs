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
    /// <param name="text">The schedule.</param>
    /// <param name="zone">The zone of its fields.</param>
    /// <param name="seed">Settles <c>~</c>: the job's name, else its identity. Null for the text itself, where there is no job.</param>
    internal static ScheduleResult Parse(string text, TimeZoneInfo zone, string? seed = null)
    {
        var errors = ImmutableArray.CreateBuilder<TextError>();
        var words = Words.Split(text);
        var schedule = Read(words, Word.Missing(text), zone, seed, errors);
        var used = words.Count == 0 ? 0 : WordCount(words[0].Span);
        if (words.Count > used)
            errors.Add(TextError.At(words[used].Column, words[used].Span, used == CronField.All.Count
                ? $"the end: five fields are {FiveFields}, without seconds and years"
                : "the end"));
        return errors.Count > 0 ? new(null, errors.ToImmutable()) : new(schedule, []);
    }

    /// <summary>When a job is due: its schedule, what it leaves to chance settled by the job's name or identity; null where it is none.</summary>
    internal static Schedule? OfJob(string text, TimeZoneInfo zone, JobPolicy policy, string identity) =>
        OfJob(text, zone, policy.Jitter, Seed(policy, identity));

    /// <inheritdoc cref="OfJob(string, TimeZoneInfo, JobPolicy, string)"/>
    internal static Schedule? OfJob(string text, TimeZoneInfo zone, TimeSpan jitter, string seed) =>
        Parse(text, zone, seed).Schedule is { } schedule ? DelayedSchedule.Of(schedule, jitter, new Draw(seed)) : null;

    /// <summary>What settles the chance in a job's schedule: its name, else its identity.</summary>
    internal static string Seed(JobPolicy policy, string identity) => policy.Name ?? identity;

    /// <summary>How many words the schedule that begins with <paramref name="first"/> has.</summary>
    internal static int WordCount(ReadOnlySpan<char> first) => first is Every ? 2 : first is ['@', ..] ? 1 : CronField.All.Count;

    /// <summary>The schedule of exactly its words; a missing one is a fault at <paramref name="end"/>.</summary>
    internal static Schedule? Read(
        IReadOnlyList<Word> words, Word end, TimeZoneInfo zone, string? seed, ImmutableArray<TextError>.Builder errors)
    {
        if (words.Count > 0 && words[0].Span is ['@', ..])
            return ReadMacro(words[0].Text, words[0].Column, words.Count > 1 ? words[1] : end, zone, errors);
        if (words.Count >= CronField.All.Count)
            return CronText.Read(words, seed, errors) is { } fields ? new CronSchedule(fields, zone) : null;
        errors.Add(TextError.At(end.Column, "", words.Count == 0
            ? $"a schedule: five fields ({FiveFields}) or a word like @daily"
            : $"{CronField.All[words.Count].Expected}: five fields are {FiveFields}"));
        return null;
    }

    private static Schedule? ReadMacro(string macro, int column, Word argument, TimeZoneInfo zone, ImmutableArray<TextError>.Builder errors)
    {
        if (macro == RebootSchedule.Instance.Text)
            return RebootSchedule.Instance;
        if (macro == Every)
            return ReadEvery(argument, errors);
        if (CronText.Macro(macro) is { } fields)
            return new CronSchedule(fields, zone);
        var lower = macro.ToLowerInvariant();
        var isKnown = lower is Every or "@reboot" || CronText.Macro(lower) is not null;
        errors.Add(TextError.At(column, macro, isKnown ? $"{lower}, in lower case" : $"one of {KnownMacros}"));
        return null;
    }

    private static EverySchedule? ReadEvery(Word period, ImmutableArray<TextError>.Builder errors)
    {
        if (Duration.TryParse(period.Text, out var length) && length >= EverySchedule.LeastPeriod)
            return new EverySchedule(length, DateTimeOffset.UnixEpoch);
        errors.Add(TextError.At(period.Column, period.Span, $"{Duration.Expected}, 1s or longer"));
        return null;
    }
}
