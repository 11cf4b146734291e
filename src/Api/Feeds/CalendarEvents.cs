using System.Globalization;
using JobQueue.Jobs;
using JobQueue.Scheduler;

namespace JobQueue.Api.Feeds;

/// <summary>What comes, as events. Of a job with many runs a day there is one event for each day.</summary>
internal static class CalendarEvents
{
    /// <summary>A job with more runs a day than this has an event for the day, which counts them.</summary>
    internal const int MostPerDay = 4;

    /// <summary>Events of the jobs that are due next, and one that says so where there are more.</summary>
    /// <param name="jobs">Recurring jobs; those that are paused are left out.</param>
    /// <param name="once">One-time jobs in order of their due.</param>
    /// <param name="span">The days.</param>
    /// <param name="most">Of each kind.</param>
    internal static IEnumerable<CalendarEvent> Of(IEnumerable<LiveJob> jobs, IReadOnlyList<Run> once, CalendarSpan span, int most)
    {
        var next = jobs.Where(job => job.Job.State == JobState.Active)
            .Select(job => (Job: job, Due: job.Schedule.NextAfter(span.Now)))
            .Where(job => job.Due < span.End)
            .OrderBy(job => job.Due).ThenBy(job => job.Job.Job.Id, StringComparer.Ordinal)
            .ToList();
        var events = next.Take(most).SelectMany(job => Of(job.Job, span)).Concat(once.Take(most).Select(Of));
        return next.Count > most || once.Count > most ? events.Append(NotAll(span, most)) : events;
    }

    private static IEnumerable<CalendarEvent> Of(LiveJob live, CalendarSpan span)
    {
        var (job, schedule) = (live.Job, live.Schedule);
        var about = About(job.Request, job.Policy, $"{job.Schedule} {job.TimeZone}");
        // From the midnight on: whether days are counted, and how many runs a day has, is the same all day.
        if (schedule.CountBetween(span.Start.AddTicks(-1), span.End) <= MostPerDay * span.Days)
        {
            for (var due = schedule.NextAfter(span.Now); due < span.End; due = schedule.NextAfter(due.Value))
                yield return new(Uid(job.Id, due.Value), due.Value, false, job.Created, Name(job.Request, job.Policy), about);
            yield break;
        }

        for (var day = span.Start; day < span.End; day = day.AddDays(1))
        {
            var before = day.AddTicks(-1);
            if (schedule.CountBetween(before, day.AddDays(1)) is not (> 0 and var count))
                continue;
            var first = schedule.NextAfter(before);
            yield return new(
                Uid(job.Id, day), day, true, job.Created,
                string.Create(CultureInfo.InvariantCulture, $"{Name(job.Request, job.Policy)}: {count} runs"),
                string.Create(CultureInfo.InvariantCulture, $"{about}\n{count} runs on this day of UTC, the first at {first:HH:mm:ss}"));
        }
    }

    private static CalendarEvent Of(Run run) => new(
        $"{run.Id}@jobqueue", run.NotBefore ?? run.Due, false, run.Created, Name(run.Request, run.Policy),
        About(run.Request, run.Policy, run.RequestedBy is { } who ? $"once, for {who}" : "once"));

    private static CalendarEvent NotAll(CalendarSpan span, int most) => new(
        Uid("more", span.Start), span.Start, true, span.Start, "More jobs are due than are shown",
        string.Create(CultureInfo.InvariantCulture, $"Of recurring and of one-time jobs the next {most} are shown. Ask for one with ?job="));

    private static string Uid(string id, DateTimeOffset due) => $"{id}-{Calendar.Text(due)}@jobqueue";

    private static string Name(JobRequest request, JobPolicy policy) => policy.Name ?? Line(request);

    private static string Line(JobRequest request) => $"{request.Method} {request.Uri}";

    private static string About(JobRequest request, JobPolicy policy, string when) =>
        string.Join('\n', new[] { policy.Summary, Line(request), when }.OfType<string>());
}
