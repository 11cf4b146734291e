using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Crontab;

/// <summary>What the settings above a line come to.</summary>
internal sealed class SettingsInForce(JobPolicy policy)
{
    internal static readonly SettingsInForce None = new(JobPolicy.Default);

    internal JobPolicy Policy => policy;

    /// <summary>All values as text: equal exactly where the policies are.</summary>
    internal string Text { get; } = string.Join('\n', PolicyOptions.All.Select(option => option.Print(policy)));
}
