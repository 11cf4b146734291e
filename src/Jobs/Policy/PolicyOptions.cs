using System.Globalization;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Policy;

/// <summary>All that can be said of a policy, one row each.</summary>
internal static class PolicyOptions
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestExpectation = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestExpectation = TimeSpan.FromDays(366);

    internal static readonly IReadOnlyList<PolicyOption> All =
    [
        new("--name", null, "name", "letters, digits, ._-, at most 100, and no UUID",
            (p, t) => JobName.IsValid(t) ? p with { Name = t } : null, p => p.Name),
        new("--tz", "CRON_TZ", "timeZone", "an IANA time zone like Europe/Berlin",
            (p, t) => TimeZoneInfo.TryFindSystemTimeZoneById(t, out _) ? p with { TimeZone = t } : null, p => p.TimeZone),
        new("--timeout", "TIMEOUT", "timeout", "a duration of more than 0 and at most 24h",
            (p, t) => Duration.TryParse(t, out var d) && d > TimeSpan.Zero && d <= LongestTimeout ? p with { Timeout = d } : null,
            p => Duration.Print(p.Timeout)),
        Statuses("--success", "SUCCESS", "success", (p, s) => p with { Success = s }, p => p.Success),
        new("--retry", "RETRY", "retry", "a number from 0 to 100",
            (p, t) => TryNumber(t, 0, 100, out var n) ? p with { Retry = n } : null, p => Number(p.Retry)),
        Statuses("--retry-on", "RETRY_ON", "retryOn", (p, s) => p with { RetryOn = s }, p => p.RetryOn),
        Statuses("--remove-on", "REMOVE_ON", "removeOn", (p, s) => p with { RemoveOn = s }, p => p.RemoveOn),
        Statuses("--pause-on", "PAUSE_ON", "pauseOn", (p, s) => p with { PauseOn = s }, p => p.PauseOn),
        Choice("--overlap", "OVERLAP", "overlap", (p, v) => p with { Overlap = v }, p => p.Overlap,
            ("skip", Overlap.Skip), ("queue", Overlap.Queue), ("cancel", Overlap.Cancel), ("allow", Overlap.Allow)),
        Choice("--catch-up", "CATCH_UP", "catchUp", (p, v) => p with { CatchUp = v }, p => p.CatchUp, ("none", CatchUp.None),
            ("once", CatchUp.Once), ("all", CatchUp.All)),
        Choice("--on-crash", "ON_CRASH", "onCrash", (p, v) => p with { OnCrash = v }, p => p.OnCrash, ("retry", OnCrash.Retry),
            ("never", OnCrash.Never)),
        new("--conditional", "CONDITIONAL", "conditional", "yes or no",
            (p, t) => t is PolicyOption.Yes or PolicyOption.No ? p with { IsConditional = t == PolicyOption.Yes } : null,
            p => p.IsConditional ? PolicyOption.Yes : PolicyOption.No) { IsSwitch = true, Choices = [PolicyOption.Yes, PolicyOption.No] },
        new("--queue", "QUEUE", "queue", "letters, digits, ._-, at most 100",
            (p, t) => JobName.IsValid(t) ? p with { Queue = t } : null, p => p.Queue),
        new("--priority", "PRIORITY", "priority", "a number from -100 to 100",
            (p, t) => TryNumber(t, -100, 100, out var n) ? p with { Priority = n } : null, p => Number(p.Priority)),
        new("--jitter", "RANDOM_DELAY", "jitter", "a duration of at most 24h",
            (p, t) => Duration.TryParse(t, out var d) && d <= LongestTimeout ? p with { Jitter = d } : null,
            p => Duration.Print(p.Jitter)),
        new("--mailto", "MAILTO", "mailTo", MailAddresses.Expected,
            (p, t) => t.Length == 0 ? p with { MailTo = null } : MailAddresses.Read(t) is { } read ? p with { MailTo = read } : null,
            p => p.MailTo) { NeedsMailServer = true },
        new("--mail-on", "MAIL_ON", "mailOn", MailOnText.Expected,
            (p, t) => MailOnText.TryParse(t, out var on) ? p with { MailOn = on } : null, p => MailOnText.Print(p.MailOn)),
        // Debian's crontab(5): a setting, with no option on a line.
        new(null, "MAILFROM", "mailFrom", MailAddresses.ExpectedOne,
            (p, t) => t.Length == 0 || MailAddresses.IsOne(t) ? p with { MailFrom = t.Length == 0 ? null : t } : null, p => p.MailFrom),
        new("--on-failure", "ON_FAILURE", "onFailure", AlertRequest.Expected,
            (p, t) => t.Length == 0 ? p with { OnFailure = null } : AlertRequest.TryParse(t, out var r) ? p with { OnFailure = r } : null,
            p => p.OnFailure?.ToString()),
        new("--expect-every", "EXPECT_EVERY", "expectEvery", "a duration from 1m to 366d",
            (p, t) => t.Length == 0 ? p with { ExpectEvery = null }
                : Duration.TryParse(t, out var d) && d >= ShortestExpectation && d <= LongestExpectation ? p with { ExpectEvery = d } : null,
            p => p.ExpectEvery is { } every ? Duration.Print(every) : null),
        new("--target", "TARGET", "target", $"{BaseUrl.Expected}, or the name of a configured target",
            (p, t) => TryTarget(t, out var target) ? p with { Target = target } : null, p => p.Target),
        new("--summary", null, "summary", "a line of at most 200 characters",
            (p, t) => t.Length <= 200 && !t.Any(char.IsControl) ? p with { Summary = t } : null, p => p.Summary),
    ];

    private static PolicyOption Statuses(
        string option, string setting, string json, Func<JobPolicy, StatusSet, JobPolicy> with, Func<JobPolicy, StatusSet> get) =>
        new(option, setting, json, StatusSet.Expected, (p, t) => StatusSet.TryParse(t, out var s) ? with(p, s) : null, p => get(p).ToString());

    private static PolicyOption Choice<T>(
        string option, string setting, string json, Func<JobPolicy, T, JobPolicy> with, Func<JobPolicy, T> get,
        params (string Text, T Value)[] choices)
        where T : struct, Enum =>
        new(option, setting, json, "one of " + string.Join(", ", choices.Select(c => c.Text)),
            (p, t) => Array.FindIndex(choices, c => c.Text == t) is >= 0 and var i ? with(p, choices[i].Value) : null,
            p => choices.First(c => c.Value.Equals(get(p))).Text)
        { Choices = [.. choices.Select(c => c.Text)] };

    private static bool TryNumber(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Empty is none; a URL is kept in the form in which it is used.
    private static bool TryTarget(string text, out string? target)
    {
        var isUrl = BaseUrl.TryParse(text, out var url);
        target = isUrl ? url!.AbsoluteUri : text.Length == 0 ? null : text;
        return isUrl || text.Length == 0 || JobName.IsValid(text);
    }
}
