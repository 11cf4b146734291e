using JobQueue.Reliability.Api;
using JobQueue.Reliability.Clusters;
using JobQueue.Reliability.Crashes;
using JobQueue.Reliability.Crontabs;
using JobQueue.Reliability.Crowds;
using JobQueue.Reliability.Downtimes;
using JobQueue.Reliability.Poison;
using JobQueue.Reliability.PowerCuts;
using JobQueue.Reliability.Stopping;
using JobQueue.Reliability.Storage;

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
        new OutOfMemory(),
        new ExhaustedSteps(),
        new SecondProcess(),
        new GracefulStop(),
        new StopAtStart(),
        new DiskFull(),
        new FailingSync(),
        new LockedLedger(),
        new PowerCut(),
        new DamagedLedger(),
        new ReadOnlyDisk(),
        new PruneLoad(),
        new Restores(),
        new Saves(),
        new Edits(),
        new HugeFiles(),
        new YearDown(),
        new Overdue(),
        new Herd(),
        new Flood(),
        new KeyFlood(),
        new SameKey(),
        new Races(),
        new ClusterStarts(),
        new ClusterKills(),
        new ClusterStops(),
        new ClusterDatabase(),
        new ClusterCommits(),
        new ClusterNetwork(),
        new ClusterRoll(),
        new ClusterUpgrade(),
        new ClusterClones(),
        new ClusterSerial(),
    ];
}
