using System.Globalization;
using JobQueue.Jobs.Policy;

namespace JobQueue.Host;

/// <summary>What the query asks of <c>/echo</c>.</summary>
internal sealed record EchoOptions
{
    internal const int MostBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    // The longest unit first: "kb" also ends with "b".
    private static readonly (string Unit, int Bytes)[] Units = [("mb", 1024 * 1024), ("kb", 1024), ("b", 1), ("", 1)];

    private static readonly (string Name, string Expected, Func<EchoOptions, string, EchoOptions?> Read)[] Parameters =
    [
        ("status", "a status from 200 to 599", (o, t) => Number(t, 200, 599) is { } n ? o with { Status = n } : null),
        ("delay", "a duration of at most 60s, like 2s",
            (o, t) => Duration.TryParse(t, out var d) && d <= LongestDelay ? o with { Delay = d } : null),
        ("size", "a size of at most 16mb, like 100, 64kb or 1mb", (o, t) => Bytes(t) is { } n ? o with { Size = n } : null),
    ];

    public int Status { get; init; } = StatusCodes.Status200OK;

    public TimeSpan Delay { get; init; }

    /// <summary>Bytes of the answer. Null: as many as it has.</summary>
    public int? Size { get; init; }

    /// <summary>Null, and what was found and expected, when a value is bad.</summary>
    internal static EchoOptions? Read(IQueryCollection query, out string? error)
    {
        var options = new EchoOptions();
        foreach (var (name, expected, read) in Parameters.Where(parameter => query.ContainsKey(parameter.Name)))
        {
            if (read(options, query[name].ToString()) is not { } said)
            {
                error = $"{name}: found \"{query[name]}\", expected {expected}";
                return null;
            }

            options = said;
        }

        error = null;
        return options;
    }

    private static int? Bytes(string text)
    {
        var (unit, bytes) = Units.First(candidate => text.EndsWith(candidate.Unit, StringComparison.OrdinalIgnoreCase));
        return Number(text[..^unit.Length], 0, MostBytes / bytes) * bytes;
    }

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : null;
}
