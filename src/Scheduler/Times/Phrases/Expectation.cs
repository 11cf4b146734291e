
namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Says what could stand where a phrase was not understood.</summary>
internal static class Expectation
{
    private const string OneTime = "a single time: what repeats is a recurring job, with a schedule like 0 9 * * fri";
    private const string TheEnd = "the end";

    // In the order in which they are said; a row is left out where the kind of Unless says more. Other kinds are only joints.
    private static readonly (string Text, WordKind[] Kinds, WordKind? Unless)[] Descriptions =
    [
        ("a span like 5 minutes", [WordKind.Half, WordKind.One], null),
        ("a number", [WordKind.Number], WordKind.One),
        ("a unit like minutes or days", [WordKind.Unit], null),
        ("a day like tomorrow or friday", [WordKind.RelativeDay], null),
        ("a weekday", [WordKind.Weekday], WordKind.RelativeDay),
        ("a date like dec 25", [WordKind.Month], null),
        ("an ordinal like 2nd", [WordKind.Ordinal], WordKind.RelativeDay),
        ("a word like this or next", [WordKind.Which], WordKind.RelativeDay),
        ("an edge like end of month", [WordKind.Edge], WordKind.RelativeDay),
        ("a time like 9:00", [WordKind.Clock], null),
        ("am or pm", [WordKind.AmPm], null),
        ("past or to", [WordKind.Past], WordKind.AmPm),
        ("a part of the day like evening", [WordKind.Part], null),
        ("from, after or before", [WordKind.After], null),
    ];

    /// <summary>What words of the kinds that were tried there, or the end.</summary>
    internal static string Of(Token found, IReadOnlyCollection<WordKind> tried, bool canEnd)
    {
        if (found.Is(WordKind.Repeating) || found.Is(WordKind.Weekdays))
            return OneTime;
        var said = Descriptions
            .Where(row => row.Kinds.Any(tried.Contains) && !(row.Unless is { } more && tried.Contains(more)))
            .Select(row => row.Text)
            .Concat(canEnd ? [TheEnd] : [])
            .ToArray();
        var expected = said.Length < 2 ? string.Concat(said) : $"{string.Join(", ", said[..^1])} or {said[^1]}";
        var isUnknown = tried.Count > 0 && found.Meanings.Length == 0;
        return isUnknown && Nearest.To(found.Text, WordTable.OfKinds(tried)) is { } near
            ? $"{expected}; the nearest word is {near}"
            : expected;
    }
}
