using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Crontab;

/// <summary>An option of a line.</summary>
/// <param name="Name">Its name, <c>--header</c>.</param>
/// <param name="Expected">What its value should be, for messages.</param>
/// <param name="Take">Gives the value to the line's draft, which reports its faults.</param>
/// <param name="IsRepeatable">Whether it may stand on a line more than once.</param>
/// <param name="IsRefused">Whether it is known only to be refused; then <paramref name="Expected"/> says why.</param>
internal sealed record LineOption(
    string Name, string Expected, Action<EntryDraft, ShellWord> Take, bool IsRepeatable = false, bool IsRefused = false)
{
    /// <summary>Whether it is said by its name alone: a value only behind <c>=</c>.</summary>
    internal bool IsSwitch { get; init; }

    private static readonly LineOption[] OfRequest =
    [
        new("--header", "a header like Name: value", (draft, value) => draft.TakeHeader(value), IsRepeatable: true),
        new("--data", "data or @file", (draft, value) => draft.TakeData(value), IsRepeatable: true),
        new("--json", "JSON", (draft, value) => draft.TakeJson(value)),
        Refused("--user", "no credentials: secrets do not belong on a line"),
        Refused("--request", "no such option: the method stands before the URI"),
    ];

    private static readonly Dictionary<string, LineOption> Known =
        OfRequest.Concat(PolicyOptions.All.Where(option => option.Option is not null).Select(OfPolicy)).ToDictionary(option => option.Name);

    private static readonly string[] Usable = [.. Known.Values.Where(option => !option.IsRefused).Select(option => option.Name)];

    private static readonly Dictionary<string, string> Short = new()
    {
        ["-H"] = "--header",
        ["-d"] = "--data",
        ["-u"] = "--user",
        ["-X"] = "--request",
    };

    /// <summary>The option of a name, short or long; null where there is none.</summary>
    internal static LineOption? Named(string name) =>
        Known.GetValueOrDefault(name.Length == 2 ? Short.GetValueOrDefault(name, name) : name);

    /// <summary>What is expected instead of an unknown option.</summary>
    internal static string Suggestion(string name) =>
        Nearest.To(name, Usable) is { } near ? $"{near}, or another known option" : $"one of {string.Join(", ", Usable)}";

    private static LineOption Refused(string name, string expected) => new(name, expected, (_, _) => { }, IsRepeatable: true, IsRefused: true);

    private static LineOption OfPolicy(PolicyOption option) =>
        new(option.Option!, option.Expected, (draft, value) => draft.TakePolicy(option, value)) { IsSwitch = option.IsSwitch };
}
