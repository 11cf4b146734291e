using JobQueue.Scheduler.Requests;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Reads one line that is a job: schedule, user, request, options.</summary>
internal sealed class EntryReader(CrontabContext context, ScheduleCache schedules)
{
    private const string ExpectedRequest = $"a request: [METHOD] and {RequestUri.Expected}";

    /// <summary>The job, or null with every fault of the line reported.</summary>
    /// <param name="line">The line.</param>
    /// <param name="settings">The settings in force, and a hash of them.</param>
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
        var words = ShellWords.Split(line, isMissing ? user.Value.Column - 1 : at, report);
        var draft = new EntryDraft(settings.Policy, context, report);
        var next = ReadTarget(line, words, report, out var method, out var uri);
        ReadOptions(words, next, draft, report);
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
        return new CrontabLine
        {
            File = report.File,
            Line = report.Line,
            Text = line,
            ScheduleText = schedule.Text,
            Schedule = schedule,
            TimeZone = zone,
            Request = request,
            Policy = draft.Policy,
            Identity = draft.Policy.Name ?? JobIdentity.Of(schedule.Text, zone, draft.Policy.Target, request),
            Fingerprint = JobIdentity.Fingerprint(line, settings.Text, zone, request),
        };
    }

    private static List<Word>? ReadScheduleWords(string line, ref int at, LineReport report)
    {
        var words = new List<Word>(CronField.All.Count);
        for (var count = 1; words.Count < count;)
        {
            var before = at;
            var word = Words.Next(line, ref at);
            var isEarlyEnd = words.Count > 0 && (word is null || UserField.EndsSchedule(word.Value.Text));
            if (isEarlyEnd)
            {
                at = before;
                ReportMissing(line, words, word, report);
                return null;
            }

            words.Add(word!.Value);
            count = ScheduleText.WordCount(words[0].Text);
        }

        return words;
    }

    private static void ReportMissing(string line, List<Word> words, Word? next, LineReport report)
    {
        var expected = words[0].Text.StartsWith('@')
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

    /// <summary>Reads <c>[METHOD] URI</c>; gives the number of its words.</summary>
    private static int ReadTarget(string line, List<ShellWord> words, LineReport report, out string? method, out string? uri)
    {
        (method, uri) = (null, null);
        var next = 0;
        if (words.Count > 0 && !RequestUri.IsMeant(words[0].Text) && words[0].Text is not ['-', ..])
        {
            method = words[next++].Text;
            if (MethodRefusal(method) is { } expected)
            {
                report.Error(words[0].Column, method, expected);
                if (expected == ExpectedRequest)
                    return next;
            }
        }

        if (next == words.Count)
        {
            if (!report.HasErrors || next > 0)
                report.EndOfLine(line.Length + 1, next == 0 ? ExpectedRequest : RequestUri.Expected);
            return next;
        }

        var word = words[next];
        if (word.Text is ['-', ..])
        {
            report.Error(word.Column, word.Text, next == 0 ? ExpectedRequest : RequestUri.Expected);
            return next;
        }

        if (RequestUri.Refusal(word.Text) is { } refusal)
            report.Error(word.ColumnOf(refusal.At), word.Text.AsSpan(refusal.At), refusal.Expected);
        else
            uri = word.Text;
        return next + 1;
    }

    private static string? MethodRefusal(string word)
    {
        if (word == "CONNECT")
            return "another method: CONNECT opens tunnels";
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterUpper(c) || c == '-'))
            return null;
        var upper = word.ToUpperInvariant();
        return UserField.EndsSchedule(upper) && upper != word ? $"{upper}, in upper case" : ExpectedRequest;
    }

    private static void ReadOptions(List<ShellWord> words, int next, EntryDraft draft, LineReport report)
    {
        var seen = new HashSet<LineOption>(ReferenceEqualityComparer.Instance);
        var hasStray = false;
        while (next < words.Count)
        {
            var word = words[next++];
            if (word.Text is not ['-', _, ..])
            {
                // One complaint is enough where quotes were forgotten.
                if (!hasStray)
                    report.Error(word.Column, word.Text, "an option or the end of the line; quote what contains blanks");
                hasStray = true;
                continue;
            }

            var (name, value) = Cut(word);
            if (LineOption.Named(name) is not { } option)
            {
                report.Error(word.Column, name, LineOption.Suggestion(name));
                if (value is null && next < words.Count && words[next].Text is not ['-', ..])
                    next++;
                continue;
            }

            if (!seen.Add(option) && !option.IsRepeatable)
                report.Error(word.Column, name, $"{option.Name} only once");
            value ??= next < words.Count && LineOption.Named(Cut(words[next]).Name) is null ? words[next++] : null;
            if (value is { } given)
                option.Take(draft, given);
            else
                report.Error(word.Column, name, $"{option.Expected} after {name}");
        }
    }

    /// <summary>Takes <c>--option=value</c> and <c>-Hvalue</c> apart.</summary>
    private static (string Name, ShellWord? Value) Cut(ShellWord word)
    {
        var text = word.Text;
        if (text is ['-', not '-', ..])
            return text.Length > 2 ? (text[..2], word.From(2)) : (text, null);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text, null) : (text[..equals], word.From(equals + 1));
    }
}
