using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Reads one line that is a job: schedule, user, request, options.</summary>
internal sealed class EntryReader(CrontabContext context, ScheduleCache schedules)
{
    private readonly JobIdentity _hashes = new();

    /// <summary>The job, or null with every fault of the line reported.</summary>
    /// <param name="line">The line.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="report">Takes faults and doubts.</param>
    /// <param name="nameColumn">Where the job's name stands; 0 where it has none.</param>
    internal CrontabLine? Read(string line, SettingsInForce settings, LineReport report, out int nameColumn)
    {
        nameColumn = 0;
        // 1. The schedule's words. Without all of them there is no telling what the rest is.
        var at = 0;
        if (ReadScheduleWords(line, ref at, report) is not { } scheduleWords)
            return null;
        var end = at;
        // 2. The user. Where it is missing, its word begins the request.
        var user = Words.Next(line, ref at);
        if (user is null)
        {
            schedules.Get(line, scheduleWords, end, context.DefaultZone, report);
            report.EndOfLine(line.Length + 1, "a user, or - for none, and a request");
            return null;
        }

        var isMissing = UserField.Refusal(user.Value.Text, context.KnownUsers) is { } refusal && Report(user.Value, refusal, report)
            && UserField.EndsSchedule(user.Value.Text);
        // 3. The request and its options.
        var (words, isCut) = ShellWords.Split(line, isMissing ? user.Value.Column - 1 : at, report);
        var draft = new EntryDraft(settings.Policy, context, report);
        var next = RequestTarget.Read(line, words, isCut, report, out var method, out var uri);
        LineOptions.Read(words, next, isCut, draft, report);
        // 4. The schedule, in the zone that the options have settled.
        nameColumn = draft.NameColumn;
        var zone = schedules.Zone(draft.Policy.TimeZone) ?? context.DefaultZone;
        var schedule = schedules.Get(line, scheduleWords, end, zone, report);
        if (report.HasErrors || schedule is null || uri is null)
            return null;
        var request = new JobRequest
        {
            Method = method ?? (draft.HasBody ? "POST" : "GET"),
            Uri = uri,
            Headers = draft.Headers(),
            Body = draft.Body,
            User = user.Value.Text == UserField.Anonymous ? null : user.Value.Text,
        };
        return LineOf(line, settings, schedule, zone, request, draft.Policy, report);
    }

    private CrontabLine LineOf(
        string line, SettingsInForce settings, Schedule schedule, TimeZoneInfo zone, JobRequest request, JobPolicy policy, LineReport report) =>
        new()
        {
            File = report.File,
            Line = report.Line,
            Text = line,
            ScheduleText = schedule.Text,
            Schedule = schedule,
            TimeZone = zone,
            Request = request,
            Policy = policy,
            Identity = policy.Name ?? _hashes.Of(schedule.Text, zone, policy.Target, request),
            Fingerprint = _hashes.Fingerprint(line, settings.Text, zone, request),
        };

    private static List<Word>? ReadScheduleWords(string line, ref int at, LineReport report)
    {
        var words = new List<Word>(CronField.All.Count);
        for (var count = 1; words.Count < count;)
        {
            var word = Words.Next(line, ref at);
            if (word is null || UserField.EndsSchedule(word.Value.Text))
            {
                ReportMissing(line, words, word, report);
                return null;
            }

            words.Add(word.Value);
            count = ScheduleText.WordCount(words[0].Text);
        }

        return words;
    }

    private static void ReportMissing(string line, List<Word> words, Word? next, LineReport report)
    {
        for (var index = 0; index < words.Count && words[0].Text is not ['@', ..]; index++)
            if (CronFieldReader.Read(CronField.All[index], words[index].Text, words[index].Column, out _) is { } error)
                report.Error(error);
        var expected = words is [{ Text: ['@', ..] }]
            ? "a duration like 30s after @every"
            : $"{CronField.All[words.Count].Expected}: a schedule has five fields, this one has {words.Count}";
        if (next is { } word)
            report.Error(word.Column, word.Text, expected);
        else
            report.EndOfLine(line.Length + 1, expected);
    }

    private static bool Report(Word word, string expected, LineReport report)
    {
        report.Error(word.Column, word.Text, expected);
        return true;
    }
}
