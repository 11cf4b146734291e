namespace JobQueue.Scheduler.Times.At;

/// <summary>What could stand at a place of a text.</summary>
/// <param name="Text">In words, for messages.</param>
/// <param name="Words">The words among it; a misspelt one is compared with them.</param>
internal sealed record AtExpectation(string Text, AtTokenKinds Words)
{
    internal static readonly AtExpectation Start = new(
        "now, a time like 16:30 or 4pm, or a date like 2027-05-27, May 27 or friday",
        AtDateReader.Words | AtTokenKinds.Now | AtTokenKinds.NamedTime);

    /// <summary>After a number of one or two digits that the text begins with.</summary>
    internal static readonly AtExpectation AfterNumber = new(
        "am, pm, a month or the rest of a date like 5/27/2027", AtTokenKinds.HalfDay | AtTokenKinds.Month);

    /// <summary>After <c>16:30</c>.</summary>
    internal static readonly AtExpectation AfterHourMinute = new(
        "am, pm, utc, a date, + or - and a span like 5 minutes, or the end", AtDateReader.Words | AtTokenKinds.HalfDay | AtTokenKinds.Utc);

    internal static readonly AtExpectation AfterTime = new(
        "utc, a date, + or - and a span like 5 minutes, or the end", AtDateReader.Words | AtTokenKinds.Utc);

    internal static readonly AtExpectation AfterUtc = new("a date, + or - and a span like 5 minutes, or the end", AtDateReader.Words);

    /// <summary>Where only an increment can follow.</summary>
    internal static readonly AtExpectation AfterBase = new("+ or - and a span like 5 minutes, or the end", AtTokenKinds.None);

    internal static readonly AtExpectation AfterMonth = new("a day of the month", AtTokenKinds.None);

    internal static readonly AtExpectation DayAndComma = new("a day of the month, a comma, a blank and a year", AtTokenKinds.None);

    /// <summary>After a day of the month, where a date begins with it.</summary>
    internal static readonly AtExpectation AfterDay = new("a month or the rest of a date like 5/27/2027", AtTokenKinds.Month);

    /// <summary>After a month and its day.</summary>
    internal static readonly AtExpectation AfterMonthAndDay = new(
        "a year, + or - and a span like 5 minutes, or the end", AtTokenKinds.None);

    internal static readonly AtExpectation AfterNext = new(
        "a weekday, or minute, hour, day, week, month or year", AtTokenKinds.Weekday | AtTokenKinds.Unit);

    internal static readonly AtExpectation Year = new("a year of two or four digits", AtTokenKinds.None);

    internal static readonly AtExpectation DayNumber = new("the day's number", AtTokenKinds.None);

    internal static readonly AtExpectation Slash = new("/ and the year", AtTokenKinds.None);

    internal static readonly AtExpectation Count = new("a number", AtTokenKinds.None);

    internal static readonly AtExpectation Unit = new(AtUnit.Expected, AtTokenKinds.Unit);

    internal static readonly AtExpectation End = new("the end", AtTokenKinds.None);
}
