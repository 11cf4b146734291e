using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability;

/// <summary>All there are, in the order they run.</summary>
internal static class Scenarios
{
    internal static readonly IReadOnlyList<IScenario> All =
    [
        new RandomKills(),
        new Accepting(),
        .. SendingStep.All,
    ];
}
