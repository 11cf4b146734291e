using System.Globalization;
using System.Text.RegularExpressions;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads durations of ISO 8601: <c>PT90S</c>, <c>P1DT2H</c>, <c>P2W</c>, <c>PT0.5S</c>.</summary>
internal static partial class IsoSpan
{
    private const string Expected = "a duration like PT90S or P1DT2H";

    // One group of the expression each.
    private static readonly AtUnit[] Units =
        [AtUnit.Year, AtUnit.Month, AtUnit.Week, AtUnit.Day, AtUnit.Hour, AtUnit.Minute, AtUnit.Second, PhraseUnits.Tick];

    /// <summary>The duration, if the next tokens, without blanks between them, are meant as one.</summary>
    internal static Span? Read(PhraseReader reader)
    {
        if (reader.Next.Text is not ("p" or "pt") || reader.Ahead(1) is not { IsGluedNumber: true })
            return null;
        var start = reader.At;
        var match = Shape().Match(reader.TakeChunk());
        var span = match.Success ? Span.Zero : null;
        for (var unit = 0; unit < Units.Length && span is not null; unit++)
            if (match.Groups[unit + 1] is { Success: true } group)
                span = span.Plus(Count(group.Value, Units[unit]), Units[unit]);
        if (span is null)
            reader.Refuse(start, Expected);
        return span;
    }

    // The digits after the point of seconds are ticks, 100 ns.
    private static int Count(string digits, AtUnit unit) =>
        int.Parse(unit == PhraseUnits.Tick ? digits.PadRight(7, '0')[..7] : digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        "^p(?:([0-9]{1,9})y)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?"
        + "(?:t(?=[0-9])(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})(?:[.,]([0-9]{1,9}))?s)?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
