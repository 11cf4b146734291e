using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Crontab;

/// <summary>The settings of a crontab: each changes the policy of the lines below it.</summary>
internal static class CrontabSettings
{
    private const string RandomDelay = "RANDOM_DELAY";

    private static readonly Dictionary<string, PolicyOption> Known = PolicyOptions.All
        .Where(option => option.Setting is not null)
        .SelectMany(option => NamesOf(option).Select(name => (Name: name, Option: option)))
        .ToDictionary(setting => setting.Name, setting => setting.Option);

    private static readonly HashSet<string> OfShells =
        ["SHELL", "PATH", "HOME", "LOGNAME", "USER", "PWD", "TERM", "LANG", "LC_ALL", "ENV", "BASH_ENV", "IFS", "DISPLAY"];

    private static readonly string KnownNames = string.Join(", ", Known.Keys);

    /// <summary>The policy with the setting; unchanged where the setting has a fault, which is reported.</summary>
    internal static JobPolicy Apply(JobPolicy policy, SettingLine setting, CrontabContext context, LineReport report)
    {
        if (!Known.TryGetValue(setting.Name, out var option))
        {
            report.Error(setting.NameColumn, setting.Name, OfShells.Contains(setting.Name)
                ? "no settings of a shell: jobs are requests, not commands"
                : Nearest.To(setting.Name.ToUpperInvariant(), Known.Keys) is { } near ? $"{near}, or another known setting"
                : $"one of {KnownNames}");
            return policy;
        }

        if (option.Read(policy, TextFor(setting)) is not { } changed)
        {
            report.Error(setting.ValueColumn, setting.Value, setting.Name == RandomDelay ? "a number of minutes from 0 to 1440" : option.Expected);
            return policy;
        }

        if (context.Targets?.Refusal(changed.Target) is { } expected && changed.Target != policy.Target)
        {
            report.Error(setting.ValueColumn, setting.Value, expected);
            return policy;
        }

        context.ReportDoubt(option, changed, setting.ValueColumn, report);
        return changed;
    }

    private static IEnumerable<string> NamesOf(PolicyOption option) =>
        option.Setting == "CRON_TZ" ? ["CRON_TZ", "TZ"] : [option.Setting!];

    // cronie counts RANDOM_DELAY in minutes.
    private static string TextFor(SettingLine setting) =>
        setting.Name == RandomDelay && setting.Value.All(char.IsAsciiDigit) ? setting.Value + "m" : setting.Value;
}
