using JobQueue.Jobs;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Pages.Jobs;

/// <summary>A recurring job in a list.</summary>
/// <param name="Job">The job.</param>
/// <param name="Words">Its schedule, as people say it.</param>
/// <param name="Next">Its next due; null for none.</param>
/// <param name="Last">Its last run that was sent; null for none.</param>
internal sealed record RecurringRow(RecurringJob Job, string Words, DateTimeOffset? Next, RunMark? Last);
