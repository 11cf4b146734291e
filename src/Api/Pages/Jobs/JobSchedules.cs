using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.Saying;

namespace JobQueue.Api.Pages.Jobs;

/// <summary>Schedules of recurring jobs, as pages show them.</summary>
/// <param name="recurring">The jobs that live.</param>
/// <param name="now">What time it is for the ledger.</param>
internal sealed class JobSchedules(Recurring recurring, DateTimeOffset now)
{
    /// <summary>The schedule; null where this version cannot read it.</summary>
    internal Schedule? Of(RecurringJob job) => (recurring.Find(job.Id) ?? LiveJob.From(job, job.Anchor))?.Schedule;

    internal RecurringRow Row(RecurringJob job, RunMark? last) => new(
        job, Of(job) is { } schedule ? ScheduleInWords.Of(schedule) : "",
        job.State == JobState.Active ? recurring.NextDue(job.Id) : null, last);

    /// <summary>The next times of a job that is not removed.</summary>
    internal IReadOnlyList<DateTimeOffset> Next(RecurringJob job, int most)
    {
        var times = new List<DateTimeOffset>(most);
        var schedule = job.State == JobState.Removed ? null : Of(job);
        for (var next = schedule?.NextAfter(now); next is { } due && times.Count < most; next = schedule!.NextAfter(due))
            times.Add(due);
        return times;
    }
}
