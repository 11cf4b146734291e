using System.Globalization;
using System.Text.RegularExpressions;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times.At;

/// <summary>Every example of docs/at.md means what the text beside it says.</summary>
[TestClass]
public sealed partial class AtDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", "at.md"));

    private static readonly Example Saturday = new("", "2026-03-28 12:00:30", "Europe/Berlin");

    [TestMethod]
    public void Examples_OfTimes_AreTheInstants()
    {
        var examples = Tables()
            .SelectMany(table => table.Rows.SelectMany(row => Code(row[0]).Select(text => (Example: table.Head.With(text), Shown: row[1]))))
            .ToList();

        var wrong = examples.Select(one => (one.Example, one.Shown, Read: one.Example.Shown()))
            .Where(one => one.Shown != one.Read && !one.Read.StartsWith(one.Shown + " +", StringComparison.Ordinal));

        Assert.HasCount(246, examples);
        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Examples_Refused_AreRefusedWithTheirMessages()
    {
        var rows = Document.Split("| refused | found | expected |\n").Skip(1).SelectMany(RowsOf).ToList();

        var wrong = rows.Select(row => (Row: row, Saturday.With(Code(row[0]).Single()).Read().Error))
            .Where(one => one.Error?.Found != one.Row[1].Trim('`') || one.Error.Expected != one.Row[2]);

        Assert.HasCount(32, rows);
        Assert.AreEqual("", string.Join('\n', wrong.Select(one => $"{one.Row[0]}: {one.Error}")));
    }

    [TestMethod]
    public void Examples_OfCommands_PrintWhatIsBelowThem()
    {
        var commands = Command().Matches(Document);

        var wrong = commands.Select(match => match.Groups)
            .Select(part => (Example: new Example(part["text"].Value, part["from"].Value, part["zone"].Value), Shown: part["shown"].Value))
            .Where(one => TimeText.Print(one.Example.Read().Instant!.Value, one.Example.TimeZone) != one.Shown);

        Assert.HasCount(2, commands);
        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Example_WithACaret_HasItsMessageAndColumn()
    {
        var shown = Refused().Match(Document).Groups;

        var error = Saturday.With(shown["text"].Value).Read().Error;

        Assert.AreEqual(TextError.At(shown["blanks"].Length + 1, "sevn", shown["expected"].Value), error);
    }

    [TestMethod]
    public void Spans_OfTheFourWays_AreRead()
    {
        var ways = Document.Split("| written like | is |\n").Skip(1).SelectMany(RowsOf).SelectMany(row => Code(row[0])).ToList();

        Assert.HasCount(7, ways);
        Assert.IsEmpty(ways.Where(text => Saturday.With(text).Read().Instant is null));
    }

    // The tables whose second column says when and where they are read.
    private static IEnumerable<(Example Head, IEnumerable<string[]> Rows)> Tables() =>
        Heading().Matches(Document).Select(head => (
            new Example("", head.Groups["now"].Value, head.Groups["zone"].Value), RowsOf(Document[(head.Index + head.Length)..])));

    private static IEnumerable<string[]> RowsOf(string part) =>
        part.Split('\n').Skip(1).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray());

    private static IEnumerable<string> Code(string cell) => CodeSpan().Matches(cell).Select(span => span.Groups["text"].Value);

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "JobQueue.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^\| written \| on (?<now>[^|]+) in (?<zone>\S+) means \|( because \|)?\n", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("""^    \$ jobqueue next --at "(?<text>.+)" --tz (?<zone>\S+) --from (?<from>\S+)\n    (?<shown>\S+)$""", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("""    jobqueue: --at: found "sevn", expected (?<expected>.+)\n    (?<text>.+)\n    (?<blanks> *)\^\n""")]
    private static partial Regex Refused();

    private sealed record Example(string Text, string Now, string Zone)
    {
        internal TimeZoneInfo TimeZone => Zones.Of(Zone);

        internal Example With(string text) => this with { Text = text };

        internal AtResult Read() =>
            AtTime.Parse(Text, InstantText.Read(Now, 1, TimeZone, DateTimeOffset.MinValue).Instant!.Value, TimeZone);

        /// <summary>As the document shows it, <c>Sat 2026-03-28 16:30</c>, and the offset.</summary>
        internal string Shown()
        {
            var read = Read();
            if (read.Instant is not { } instant)
                return read.Error!.ToString();
            var local = TimeZoneInfo.ConvertTime(instant, TimeZone);
            var seconds = local.Ticks % TimeSpan.TicksPerMinute == 0 ? "" : ":ss.FFF";
            return local.ToString($"ddd yyyy-MM-dd HH:mm{seconds} zzz", CultureInfo.InvariantCulture);
        }
    }
}
