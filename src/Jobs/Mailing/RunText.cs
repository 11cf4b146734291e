using System.Globalization;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Mailing;

/// <summary>What the mails say of runs and jobs.</summary>
internal static class RunText
{
    private const int MostErrorCharacters = 2000;

    /// <summary>Of a run.</summary>
    /// <param name="mail">Its envelope, whose subject is said first.</param>
    /// <param name="run">The run; null where the ledger has it no more.</param>
    /// <param name="response">Its response; null where none came.</param>
    /// <param name="settings">Where there are pages, and in which zone.</param>
    internal static MailText Of(Mail mail, Run? run, Response? response, MailSettings settings)
    {
        if (run is null)
            return MailText.Of(Headline(mail), [], [], null);
        var zone = ZoneOf(run.Policy, settings);
        MailFact?[] facts =
        [
            new("request", $"{run.Request.Method} {run.Request.Uri}"),
            Fact("target", run.Policy.Target),
            Fact("user", run.Request.User),
            new("state", Word.Of(run.State)),
            Fact("status", run.Status?.ToString(CultureInfo.InvariantCulture)),
            Fact("error", run.Error is { Length: > MostErrorCharacters } error ? $"{error[..MostErrorCharacters]}..." : run.Error),
            Fact("disposition", WhatOfTheJob(run)),
            new("due", Time(run.Due, zone)),
            run.Started is { } started ? new("started", $"{Time(started, zone)}, {Span(started - run.Due)} late") : null,
            run is { Finished: { } finished, Sent: { } sent } ? new("took", Span(finished - sent)) : null,
            new("attempts", run.Attempt.ToString(CultureInfo.InvariantCulture)),
            Fact("asked for by", run.RequestedBy),
            new("run", run.Id, Link(settings, "runs", run.Id)),
            new("job", JobTitle.Of(run), Link(settings, "jobs", run.JobId ?? run.Id)),
        ];
        return MailText.Of(Headline(mail), [.. facts.OfType<MailFact>()], [], response is null ? null : ResponseText.Of(response));
    }

    /// <summary>Of a job that is overdue.</summary>
    internal static MailText OfOverdue(Mail mail, RecurringJob? job, Expectation? expectation, MailSettings settings)
    {
        if (job is null)
            return MailText.Of(Headline(mail), [], [], null);
        var zone = ZoneOf(job.Policy, settings);
        MailFact?[] facts =
        [
            new("request", $"{job.Request.Method} {job.Request.Uri}"),
            new("schedule", $"{job.Schedule} {job.TimeZone}"),
            Fact("expected every", job.Policy.ExpectEvery is { } every ? Duration.Print(every) : null),
            new("last success", expectation?.LastSuccess is { } last ? Time(last, zone) : "none"),
            new("overdue since", Time(mail.Created, zone)),
            new("job", JobTitle.Of(job.Policy.Name, job.Request), Link(settings, "jobs", job.Id)),
        ];
        return MailText.Of(Headline(mail), [.. facts.OfType<MailFact>()], [], null);
    }

    /// <summary>Of several mails in one.</summary>
    /// <param name="mail">Its envelope.</param>
    /// <param name="members">The mails it stands for, or the first of them.</param>
    /// <param name="count">How many those are in all.</param>
    /// <param name="settings">Where there are pages, and in which zone.</param>
    internal static MailText OfDigest(Mail mail, IReadOnlyList<Mail> members, int count, MailSettings settings)
    {
        List<string[]> table = [["time", "result"]];
        table.AddRange(members.Select(member => new[] { Time(member.Created, settings.Zone), PlainLine.Of(Headline(member)) }));
        if (count > members.Count)
            table.Add(["", string.Create(CultureInfo.InvariantCulture, $"and {count - members.Count} more")]);
        MailFact[] facts = settings.PublicUrl is null ? [] : [new("all runs", "the list", Link(settings, "runs", ""))];
        return MailText.Of(Headline(mail), facts, table, null);
    }

    private static string? WhatOfTheJob(Run run) => run switch
    {
        { JobId: null } => null,
        { Disposition: Disposition.Remove } => FormattableString.Invariant($"the job was removed: status {run.Status} is in remove-on {run.Policy.RemoveOn}"),
        { Disposition: Disposition.Pause } => FormattableString.Invariant($"the job was paused: status {run.Status} is in pause-on {run.Policy.PauseOn}"),
        _ => null,
    };

    private static string Headline(Mail mail) => PlainLine.Of(mail.Subject);

    private static MailFact? Fact(string name, string? value) => value is null ? null : new(name, PlainLine.Of(value));

    private static string? Link(MailSettings settings, string kind, string id) =>
        settings.PublicUrl is { } url ? $"{url.TrimEnd('/')}/{kind}/{id}".TrimEnd('/') : null;

    private static TimeZoneInfo ZoneOf(JobPolicy policy, MailSettings settings) =>
        policy.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : settings.Zone;

    private static string Time(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0.###} s");
}
