using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Crontab;

/// <summary>What the settings above a line come to.</summary>
internal sealed class SettingsInForce(JobPolicy policy)
{
    internal static readonly SettingsInForce None = new(JobPolicy.Default);

    internal JobPolicy Policy => policy;

    /// <summary>The policy as text: equal exactly where the policies are.</summary>
    internal string Text { get; } = PolicyJson.Print(policy) ?? "";
}
