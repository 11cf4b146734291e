using JobQueue.Jobs;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Scheduler.Loading;

/// <summary>What a load of the crontabs changes in the ledger.</summary>
internal sealed record CrontabDiff
{
    /// <summary>Jobs as they are from now on, and what happened to each.</summary>
    public required IReadOnlyList<CrontabChange> Changes { get; init; }

    /// <summary>Jobs whose lines only stand at another place, as they are from now on.</summary>
    public required IReadOnlyList<RecurringJob> Moved { get; init; }

    /// <summary>Jobs whose lines have gone.</summary>
    public required IReadOnlyList<RecurringJob> Gone { get; init; }

    /// <summary>Nothing changes.</summary>
    internal static CrontabDiff None { get; } = new() { Changes = [], Moved = [], Gone = [] };

    /// <summary>
    /// Compares what the ledger has with what the crontabs say. An unchanged line touches nothing. A job that was removed lives again when
    /// its line's text has changed, or when the line had gone and is back.
    /// </summary>
    /// <param name="known">All jobs that ever stood in a crontab, by identity, as the last load left them.</param>
    /// <param name="lines">The lines of all crontabs.</param>
    /// <param name="now">The time of the load: anchor of what is new.</param>
    /// <param name="present">A known job with what changes beside the loads: its state and its anchor.</param>
    internal static CrontabDiff Between(
        IReadOnlyDictionary<string, RecurringJob> known, IReadOnlyCollection<CrontabLine> lines, DateTimeOffset now,
        Func<RecurringJob, RecurringJob> present)
    {
        var (changes, moved, listed) = (new List<CrontabChange>(), new List<RecurringJob>(), new HashSet<string>(lines.Count, StringComparer.Ordinal));
        // In the order of the lines, so that the ledger's pages are filled one after the other.
        using var ids = RunId.NewInOrder(now).GetEnumerator();
        foreach (var line in lines)
        {
            listed.Add(line.Identity);
            if (!known.TryGetValue(line.Identity, out var job))
                changes.Add(new CrontabChange("added", Define(New(NextId(), line, now), line), line.Schedule, IsRetimed: true));
            else if (!job.IsListed || job.Fingerprint != line.Fingerprint)
                changes.Add(Change(present(job), line, now));
            else if (job.Line != line.Line || job.Source != line.File)
                moved.Add(job with { Line = line.Line, Source = line.File });
        }

        return new CrontabDiff
        {
            Changes = changes,
            Moved = moved,
            Gone = [.. known.Values.Where(job => job.IsListed && !listed.Contains(job.Identity))],
        };

        string NextId()
        {
            ids.MoveNext();
            return ids.Current;
        }
    }

    private static CrontabChange Change(RecurringJob job, CrontabLine line, DateTimeOffset now)
    {
        var lives = job.State == JobState.Removed && (!job.IsListed || job.Text != line.Text);
        var isRetimed = lives || job.Policy.Jitter != line.Policy.Jitter
            || job.Schedule != line.ScheduleText || job.TimeZone != line.TimeZone.Id;
        var next = Define(job with { State = lives ? JobState.Active : job.State, Anchor = isRetimed ? now : job.Anchor }, line);
        return new CrontabChange(lives ? "added" : "changed", next, line.Schedule, isRetimed);
    }

    private static RecurringJob New(string id, CrontabLine line, DateTimeOffset now) => new()
    {
        Id = id,
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
