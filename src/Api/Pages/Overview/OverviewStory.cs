using JobQueue.Api.Health;
using JobQueue.Api.Pages.Plots;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;

namespace JobQueue.Api.Pages.Overview;

/// <summary>What the overview tells.</summary>
/// <param name="Problems">What is not well, the worst first.</param>
/// <param name="Running">What runs now, the newest first, and one more than are listed.</param>
/// <param name="Upcoming">What is due next.</param>
/// <param name="Hour">What came of the runs of the last hour.</param>
/// <param name="Day">What came of the runs of the last day.</param>
/// <param name="Queues">The queues.</param>
/// <param name="Failures">The last runs that did not succeed.</param>
internal sealed record OverviewStory(
    IReadOnlyList<Problem> Problems, IReadOnlyList<Run> Running, Upcoming Upcoming, IReadOnlyList<PlotSlice> Hour,
    IReadOnlyList<PlotSlice> Day, IReadOnlyList<QueueStatus> Queues, IReadOnlyList<Run> Failures);
