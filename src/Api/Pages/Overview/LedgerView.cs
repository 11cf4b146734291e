using JobQueue.Jobs;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Pages.Overview;

/// <summary>What the overview reads from the ledger, as of one moment.</summary>
internal sealed record LedgerView(
    IReadOnlyList<Run> Running, IReadOnlyList<Run> Failures, WaitingRuns Waiting, IReadOnlySet<string> Paused,
    IReadOnlyList<RunMinute> Minutes)
{
    /// <summary>Runs under way that are listed; one more says that there are more.</summary>
    internal const int MostRunning = 20;

    private const int MostFailures = 10;

    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);
    private static readonly RunState[] Failed = [RunState.Failed, RunState.TimedOut, RunState.Quarantined];

    internal static LedgerView Read(LedgerConnection ledger, DateTimeOffset now) => new(
        Newest(ledger, RunState.Running, MostRunning + 1),
        [.. Failed.SelectMany(state => Newest(ledger, state, MostFailures)).OrderByDescending(run => run.Finished).Take(MostFailures)],
        WaitingRuns.Read(ledger, now + ADay, Upcoming.MostListed, Upcoming.MostWaiting),
        JobReads.Paused(ledger),
        RunMinutes.Since(ledger, now - ADay));

    private static IReadOnlyList<Run> Newest(LedgerConnection ledger, RunState state, int most) =>
        RunSearch.Find(
            ledger, new RunFilter { State = state }, before: null, most, RunSearch.MostLookedAt, RunRows.ColumnsWithoutContent).Runs;
}
