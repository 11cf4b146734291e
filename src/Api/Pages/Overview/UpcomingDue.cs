using JobQueue.Jobs;

namespace JobQueue.Api.Pages.Overview;

/// <summary>Something that is due.</summary>
/// <param name="Due">When.</param>
/// <param name="Job">The id of its job.</param>
/// <param name="Name">The job's name; null where it has none.</param>
/// <param name="Request">What is sent.</param>
/// <param name="What">What it is: a schedule, a one-time job, or a further attempt.</param>
internal sealed record UpcomingDue(DateTimeOffset Due, string Job, string? Name, string Request, string What)
{
    internal static UpcomingDue Of(DateTimeOffset due, RecurringJob job) =>
        new(due, job.Id, job.Policy.Name, Show.Request(job.Request), job.Schedule);

    internal static UpcomingDue Of(Run run) => new(
        run.NotBefore ?? run.Due,
        run.JobId ?? run.Id,
        run.JobName,
        Show.Request(run.Request),
        run.Attempt > 0 ? $"attempt {run.Attempt + 1}" : "once");
}
