namespace JobQueue.Scheduler.Times.At;

/// <summary>The words of at(1); there are no others.</summary>
internal static class AtWords
{
    private const int AbbreviationLength = 3;

    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    internal static readonly IReadOnlyList<AtWord> All =
    [
        new("now", AtTokenKinds.Now, 0),
        new("am", AtTokenKinds.HalfDay, 0),
        new("pm", AtTokenKinds.HalfDay, 12),
        new("midnight", AtTokenKinds.NamedTime, 0),
        new("noon", AtTokenKinds.NamedTime, 12),
        new("teatime", AtTokenKinds.NamedTime, 16),
        new("utc", AtTokenKinds.Utc, 0),
        new("today", AtTokenKinds.NamedDay, 0),
        new("tomorrow", AtTokenKinds.NamedDay, 1),
        new("next", AtTokenKinds.Next, 0),
        .. Named(Weekdays, AtTokenKinds.Weekday, 0),
        .. Named(Months, AtTokenKinds.Month, 1),
        .. AtUnit.All.SelectMany((unit, index) => unit.Names.Select(name => new AtWord(name, AtTokenKinds.Unit, index))),
    ];

    // The words of each letter, longer ones first: at(1) takes the longest that fits.
    private static readonly AtWord[][] ByLetter =
    [
        .. Enumerable.Range('a', 'z' - 'a' + 1)
            .Select(letter => All.Where(word => word.Text[0] == letter).OrderByDescending(word => word.Text.Length).ToArray()),
    ];

    /// <summary>The longest word that a text begins with, in any case; what follows does not matter.</summary>
    /// <example><c>noonsat</c> begins with noon.</example>
    internal static AtWord? LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var word in ByLetter[(text[0] | 0x20) - 'a'])
            if (text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase))
                return word;
        return null;
    }

    // May is its own abbreviation.
    private static IEnumerable<AtWord> Named(string[] names, AtTokenKinds kind, int first) =>
        names.SelectMany((name, index) =>
            new[] { name, name[..AbbreviationLength] }.Distinct().Select(text => new AtWord(text, kind, first + index)));
}
