using JobQueue.Reliability.Crashes;
using JobQueue.Reliability.Poison;
using JobQueue.Reliability.Stopping;

namespace JobQueue.Reliability;

/// <summary>All there are, in the order they run.</summary>
internal static class Scenarios
{
    internal static readonly IReadOnlyList<IScenario> All =
    [
        new RandomKills(),
        new Accepting(),
        .. SendingStep.All,
        new RecoveryKills(),
        new LoadKills(),
        new MigrationKills(),
        new PruneKills(),
        new PoisonJobs(),
        new SecondProcess(),
        new GracefulStop(),
        new StopAtStart(),
    ];
}
