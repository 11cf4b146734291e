using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Reads lines that are jobs: schedule, user, request, options. One reads all lines of a load: it knows those before.</summary>
internal sealed class EntryReader(CrontabContext context)
{
    private readonly ScheduleCache _schedules = new();
    private readonly JobIdentity _hashes = new();
    private readonly JobIdentities _identities = new();
    private readonly List<Word> _scheduleWords = new(CronField.All.Count);
    private readonly List<ShellWord> _words = [];

    /// <summary>The job of a line that was read in an earlier load and says the same in this one; null where it is to be read.</summary>
    internal CrontabLine? Known(string line, SettingsInForce settings, LineReport report)
    {
        if (context.Known?.GetValueOrDefault(line) is not { } known || known.Settings != settings.Text || !_identities.TryAdmit(known.Identity, report))
            return null;
        return known.Line == report.Line && known.File == report.File ? known : known with { Line = report.Line, File = report.File };
    }

    /// <summary>The job, or null with every fault of the line reported.</summary>
    /// <param name="line">The line.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="report">Takes faults and doubts.</param>
    internal CrontabLine? Read(string line, SettingsInForce settings, LineReport report)
    {
        // 1. The schedule's words. Without all of them there is no telling what the rest is.
        var at = 0;
        _scheduleWords.Clear();
        if (!ReadScheduleWords(line, ref at, report))
            return null;
        // 2. The user. Where it is missing, its word begins the request.
        if (Words.Next(line, ref at) is not { } userWord)
        {
            _schedules.Get(line, _scheduleWords, context.DefaultZone, report);
            report.EndOfLine(line.Length + 1, "a user, or - for none, and a request");
            return null;
        }

        var behind = at;
        if (UserField.IsTime(userWord.Span, Words.Next(line, ref behind) is { } next ? next.Span : []))
        {
            // Which of the six is not meant, and what the rest is then, there is no telling.
            report.Error(userWord.Column, userWord.Span, UserField.AfterFiveFields);
            return null;
        }

        var user = userWord.Text;
        var isMissing = UserField.Refusal(user, context.KnownUsers) is { } refusal && Report(userWord, refusal, report)
            && UserField.EndsSchedule(user);
        // 3. The request and its options.
        _words.Clear();
        var isCut = !ShellWords.Split(line, isMissing ? userWord.Start : at, report, _words);
        var draft = new EntryDraft(settings.Policy, context, report);
        var options = RequestTarget.Read(line, _words, isCut, report, out var method, out var uri);
        LineOptions.Read(_words, options, isCut, draft, report);
        // 4. The schedule, in the zone that the options have settled.
        var zone = _schedules.Zone(draft.Policy.TimeZone) ?? context.DefaultZone;
        var schedule = _schedules.Get(line, _scheduleWords, zone, report);
        if (report.HasErrors || schedule is null || uri is null)
            return null;
        ScheduleDoubts.Report(_scheduleWords, report);
        var request = new JobRequest
        {
            Method = method ?? (draft.HasBody ? "POST" : "GET"),
            Uri = uri,
            Headers = draft.Headers(),
            Body = draft.Body,
            User = user == UserField.Anonymous ? null : user,
        };
        // 5. The identity, which must be no other line's, and settles what the schedule leaves to chance.
        var policy = draft.Policy;
        var identity = policy.Name is { } name
            ? _identities.Admit(name, draft.NameColumn, report)
            : _identities.AdmitHash(_hashes.Of(schedule.Text, zone, policy.Target, request), report);
        return identity is null ? null : new CrontabLine
        {
            File = report.File,
            Line = report.Line,
            Text = line,
            ScheduleText = schedule.Text,
            Schedule = schedule.HasChance || policy.Jitter > TimeSpan.Zero
                ? ScheduleText.OfJob(schedule.Text, zone, policy, identity) ?? schedule
                : schedule,
            TimeZone = zone,
            Request = request,
            Policy = policy,
            Identity = identity,
            Fingerprint = _hashes.Fingerprint(line, settings.Text, zone, request),
            Settings = settings.Text,
            IsReadAnew = draft.ReadsFiles || report.HasWarnings,
        };
    }

    private bool ReadScheduleWords(string line, ref int at, LineReport report)
    {
        for (var count = 1; _scheduleWords.Count < count;)
        {
            var word = Words.Next(line, ref at);
            if (word is null || UserField.EndsSchedule(word.Value.Span))
            {
                ReportMissing(line, _scheduleWords, word, report);
                return false;
            }

            _scheduleWords.Add(word.Value);
            count = ScheduleText.WordCount(_scheduleWords[0].Span);
        }

        return true;
    }

    private static void ReportMissing(string line, List<Word> words, Word? next, LineReport report)
    {
        var isMacro = words.Count > 0 && words[0].Span is ['@', ..];
        for (var index = 0; index < words.Count && !isMacro; index++)
            if (CronFieldReader.Read(CronField.All[index], words[index].Span, words[index].Column, default, out _) is { } error)
                report.Error(error);
        var expected = isMacro
            ? "a duration like 30s after @every"
            : $"{CronField.All[words.Count].Expected}: a schedule has five fields, this one has {words.Count}";
        if (next is { } word)
            report.Error(word.Column, word.Span, expected);
        else
            report.EndOfLine(line.Length + 1, expected);
    }

    private static bool Report(Word word, string expected, LineReport report)
    {
        report.Error(word.Column, word.Span, expected);
        return true;
    }
}
