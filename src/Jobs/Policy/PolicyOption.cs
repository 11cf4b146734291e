using System.Text.Json;

namespace JobQueue.Jobs.Policy;

/// <summary>One way to say one thing of a policy: on a line, as a setting, in JSON.</summary>
/// <param name="Option">The option on a line, <c>--timeout</c>; null where there is none.</param>
/// <param name="Setting">The setting above lines, <c>TIMEOUT</c>; null where there is none.</param>
/// <param name="Json">The field in JSON, <c>timeout</c>.</param>
/// <param name="Expected">What the text should be, for error messages.</param>
/// <param name="Read">The policy with the text's value, or null when the text is not what was expected.</param>
/// <param name="Print">The value as text that <paramref name="Read"/> accepts; null where it is unset.</param>
internal sealed record PolicyOption(
    string? Option,
    string? Setting,
    string Json,
    string Expected,
    Func<JobPolicy, string, JobPolicy?> Read,
    Func<JobPolicy, string?> Print)
{
    internal const string Yes = "yes";
    internal const string No = "no";

    /// <summary>What people call it: the option without its dashes, else the field.</summary>
    internal string Label => Option?[2..] ?? JsonNamingPolicy.KebabCaseLower.ConvertName(Json);

    /// <summary>Whether it is said by its name alone, and in JSON as a boolean.</summary>
    internal bool IsSwitch { get; init; }

    /// <summary>All that the text may be; empty where that is no list.</summary>
    internal IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether it does nothing without a mail server.</summary>
    internal bool NeedsMailServer { get; init; }
}
