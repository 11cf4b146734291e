using System.Collections.Frozen;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>The words of phrases. What is not here is not understood.</summary>
internal static class WordTable
{
    private const string Numbers =
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        + "seventeen eighteen nineteen twenty";

    private const string Ordinals =
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
        + "seventeenth eighteenth nineteenth twentieth";

    // The words of a row mean the same; the value of several rows in turn counts from the first.
    private static readonly (WordKind Kind, int Value, string Words)[] Rows =
    [
        (WordKind.Now, 0, "now"),
        // Days from today.
        (WordKind.RelativeDay, 0, "today"),
        (WordKind.RelativeDay, 1, "tomorrow"),
        (WordKind.RelativeDay, -1, "yesterday"),
        .. Counted(WordKind.Weekday, 0, "sunday sun", "monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs",
            "friday fri", "saturday sat"),
        .. Counted(WordKind.Weekdays, 0, "sundays", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays"),
        (WordKind.Weekend, 0, "weekend weekends"),
        (WordKind.WorkingDay, 0, "weekday weekdays workday workdays"),
        (WordKind.Working, 0, "business working work"),
        .. Counted(WordKind.Month, 1, "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec"),
        .. Counted(WordKind.Unit, 0, [.. PhraseUnits.All.Select(unit => string.Join(' ', unit.Names.Concat(unit.Abbreviations)))]),
        .. Counted(WordKind.Number, 1, Numbers.Split(' ')),
        (WordKind.One, 1, "a an"),
        (WordKind.Tens, 20, "twenty"),
        (WordKind.Tens, 30, "thirty"),
        (WordKind.Tens, 40, "forty"),
        (WordKind.Tens, 50, "fifty"),
        (WordKind.Couple, 2, "couple"),
        (WordKind.Half, 2, "half"),
        (WordKind.Quarter, 4, "quarter"),
        .. Counted(WordKind.Ordinal, 1, Ordinals.Split(' ')),
        (WordKind.Ordinal, 30, "thirtieth"),
        (WordKind.Ordinal, -1, "last final"),
        (WordKind.Suffix, 0, "st nd rd th"),
        // How many periods ahead.
        (WordKind.Which, 0, "this current"),
        (WordKind.Which, 1, "next coming following upcoming"),
        (WordKind.Which, -1, "last previous"),
        // The number of the day in its period, as an ordinal.
        (WordKind.Edge, 1, "beginning start"),
        (WordKind.Edge, -1, "end"),
        // Ends of this unit.
        (WordKind.EdgeWord, PhraseUnits.IndexOf(AtUnit.Week), "eow"),
        (WordKind.EdgeWord, PhraseUnits.IndexOf(AtUnit.Month), "eom"),
        (WordKind.EdgeWord, PhraseUnits.IndexOf(AtUnit.Year), "eoy"),
        .. Counted(WordKind.Part, 0, [.. DayPart.All.Select(part => part.Names)]),
        // Hours of the day; teatime is at(1)'s.
        (WordKind.Clock, 12, "noon midday"),
        (WordKind.Clock, 0, "midnight"),
        (WordKind.Clock, 16, "teatime"),
        (WordKind.AmPm, 0, "am"),
        (WordKind.AmPm, 12, "pm"),
        (WordKind.OClock, 0, "o'clock oclock"),
        (WordKind.Past, 1, "past"),
        (WordKind.To, -1, "to till"),
        (WordKind.Utc, 0, "utc gmt"),
        (WordKind.After, 1, "after"),
        (WordKind.From, 1, "from"),
        (WordKind.Before, -1, "before"),
        (WordKind.Ago, -1, "ago"),
        (WordKind.Later, 1, "later hence"),
        (WordKind.At, 0, "at"),
        (WordKind.On, 0, "on"),
        (WordKind.In, 0, "in"),
        (WordKind.Of, 0, "of"),
        (WordKind.The, 0, "the"),
        (WordKind.And, 0, "and"),
        (WordKind.Repeating, 0, "every each daily hourly weekly monthly yearly annually nightly"),
    ];

    private static readonly (string Text, PhraseWord Word)[] Entries =
        [.. Rows.SelectMany(row => row.Words.Split(' ').Select(text => (text, new PhraseWord(row.Kind, row.Value))))];

    private static readonly FrozenDictionary<string, PhraseWord[]> Known = Entries
        .GroupBy(entry => entry.Text, entry => entry.Word)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <summary>The meanings of a word in lower case; none where it is not known.</summary>
    internal static PhraseWord[] Meanings(string word) => Known.GetValueOrDefault(word, []);

    /// <summary>The words of some kinds.</summary>
    internal static IEnumerable<string> OfKinds(IReadOnlyCollection<WordKind> kinds) =>
        Entries.Where(entry => kinds.Contains(entry.Word.Kind)).Select(entry => entry.Text);

    private static IEnumerable<(WordKind Kind, int Value, string Words)> Counted(WordKind kind, int first, params string[] rows) =>
        rows.Select((words, index) => (kind, first + index, words));
}
