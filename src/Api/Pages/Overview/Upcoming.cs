using JobQueue.Api.Pages.Plots;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;

namespace JobQueue.Api.Pages.Overview;

/// <summary>What is due next.</summary>
/// <param name="Next">The soonest, a job once.</param>
/// <param name="Hour">The coming hour.</param>
/// <param name="Day">The coming day.</param>
/// <param name="IsCut">Whether more one-time jobs and retries wait than were looked at.</param>
internal sealed record Upcoming(IReadOnlyList<UpcomingDue> Next, DueStrip Hour, DueStrip Day, bool IsCut)
{
    internal const int MostListed = 10;

    /// <summary>One-time jobs and retries that are looked at.</summary>
    internal const int MostWaiting = 20_000;

    private const int SlicesOfAnHour = 120;
    private const int SlicesOfADay = 144;
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    internal static Upcoming Of(IEnumerable<LiveJob> jobs, IReadOnlySet<string> paused, WaitingRuns waiting, DateTimeOffset now)
    {
        var dues = new List<(DateTimeOffset Due, LiveJob Job)>();
        foreach (var job in jobs)
            if (!paused.Contains(job.Job.Id) && job.Schedule.NextAfter(now) is { } due)
                dues.Add((due, job));
        dues.Sort((one, other) => one.Due.CompareTo(other.Due));
        return new Upcoming(
            [
                .. dues.Take(MostListed).Select(due => UpcomingDue.Of(due.Due, due.Job.Job)).Concat(waiting.Next.Select(UpcomingDue.Of))
                    .OrderBy(due => due.Due).Take(MostListed),
            ],
            DueStrip.Of(dues, waiting.Dues, now, AnHour, SlicesOfAnHour),
            DueStrip.Of(dues, waiting.Dues, now, ADay, SlicesOfADay),
            waiting.Dues.Count >= MostWaiting);
    }
}
