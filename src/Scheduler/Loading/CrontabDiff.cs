using JobQueue.Jobs;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Scheduler.Loading;

/// <summary>What a load of the crontabs changes in the ledger.</summary>
internal sealed record CrontabDiff
{
    /// <summary>Jobs as they are from now on, and what happened to each.</summary>
    public required IReadOnlyList<CrontabChange> Changes { get; init; }

    /// <summary>Jobs whose lines have gone.</summary>
    public required IReadOnlyList<RecurringJob> Gone { get; init; }

    /// <summary>
    /// Compares what the ledger has with what the crontabs say. An unchanged line touches nothing. A job that was removed lives again when
    /// its line's text has changed, or when the line had gone and is back.
    /// </summary>
    /// <param name="known">All jobs that ever stood in a crontab.</param>
    /// <param name="lines">The lines of all crontabs.</param>
    /// <param name="now">The time of the load: anchor of what is new.</param>
    internal static CrontabDiff Between(IReadOnlyCollection<RecurringJob> known, IReadOnlyCollection<CrontabLine> lines, DateTimeOffset now)
    {
        var byIdentity = known.ToDictionary(job => job.Identity, StringComparer.Ordinal);
        var changes = lines
            .Select(line => Change(byIdentity.GetValueOrDefault(line.Identity), line, now))
            .Where(change => change is not null)
            .ToList();
        var listed = lines.Select(line => line.Identity).ToHashSet(StringComparer.Ordinal);
        return new CrontabDiff { Changes = changes!, Gone = [.. known.Where(job => job.IsListed && !listed.Contains(job.Identity))] };
    }

    private static CrontabChange? Change(RecurringJob? job, CrontabLine line, DateTimeOffset now)
    {
        var source = line.File;
        if (job is null)
            return new CrontabChange("added", Define(New(line, now), line), line.Schedule, IsRetimed: true);
        var isSame = job.Fingerprint == line.Fingerprint;
        if (isSame && job.IsListed && job.Line == line.Line && job.Source == source)
            return null;
        var lives = job.State == JobState.Removed && (!isSame || !job.IsListed);
        var isRetimed = lives || job.Policy.Jitter != line.Policy.Jitter
            || job.Schedule != line.ScheduleText || job.TimeZone != line.TimeZone.Id;
        var next = Define(job with { State = lives ? JobState.Active : job.State, Anchor = isRetimed ? now : job.Anchor }, line);
        var kind = lives ? "added" : isSame ? null : "changed";
        return new CrontabChange(kind, next, line.Schedule, isRetimed);
    }

    private static RecurringJob New(CrontabLine line, DateTimeOffset now) => new()
    {
        Id = RunId.New(now),
        Identity = line.Identity,
        Schedule = line.ScheduleText,
        TimeZone = line.TimeZone.Id,
        Anchor = now,
        Source = line.File,
        Fingerprint = line.Fingerprint,
        Request = line.Request,
        Created = now,
    };

    private static RecurringJob Define(RecurringJob job, CrontabLine line) => job with
    {
        Schedule = line.ScheduleText,
        TimeZone = line.TimeZone.Id,
        Source = line.File,
        Line = line.Line,
        Text = line.Text,
        Fingerprint = line.Fingerprint,
        IsListed = true,
        Request = line.Request,
        Policy = line.Policy,
    };
}
