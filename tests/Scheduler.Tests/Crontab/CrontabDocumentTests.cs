using System.Globalization;
using System.Text.RegularExpressions;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Crontab;

/// <summary>Every example of docs/crontab.md does what the text beside it says.</summary>
[TestClass]
public sealed partial class CrontabDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", "crontab.md"));

    [TestMethod]
    public void Blocks_OfCrontabs_AreReadWithoutFault()
    {
        var blocks = Blocks("crontab").Select(Parse).ToList();

        Assert.HasCount(6, blocks);
        Assert.AreEqual("", string.Join('\n', blocks.SelectMany(block => block.Errors)));
        Assert.IsEmpty(blocks.SelectMany(block => block.Warnings));
    }

    [TestMethod]
    public void Blocks_OfRefusedLines_AreRefusedLineByLine()
    {
        var lines = Blocks("crontab refused").SelectMany(block => block.TrimEnd().Split('\n')).ToList();

        var accepted = lines.Where(line => Parse(line).Errors.IsEmpty);

        Assert.HasCount(8, lines);
        Assert.AreEqual("", string.Join('\n', accepted));
    }

    [TestMethod]
    public void Tables_OfSchedules_AreReadAndDue()
    {
        var schedules = Rows("| schedule | due |").Select(row => row[0]).ToList();

        var bad = schedules.Where(text => Read(text)?.NextAfter(DateTimeOffset.UnixEpoch) is null);

        Assert.HasCount(17, schedules);
        Assert.AreEqual("", string.Join('\n', bad));
    }

    [TestMethod]
    public void Table_OfRefusedSchedules_IsRefusedAndItsAdviceIsNot()
    {
        var rows = Rows("| refused | instead | because |").ToList();

        var wrong = rows.Where(row => Read(row[0]) is not null || Read(row[1])?.NextAfter(DateTimeOffset.UnixEpoch) is null);

        Assert.HasCount(20, rows);
        Assert.AreEqual("", string.Join('\n', wrong.Select(row => row[0])));
    }

    [TestMethod]
    public void Limits_AreThoseOfTheCode()
    {
        StringAssert.Contains(Document, $"{CrontabLimits.MostFileBytes >> 20} MiB");
        StringAssert.Contains(Document, CrontabLimits.MostLines.ToString("N0", CultureInfo.InvariantCulture));
        StringAssert.Contains(Document, CrontabLimits.MostLineCharacters.ToString("N0", CultureInfo.InvariantCulture));
        StringAssert.Contains(Document, $"{CrontabLimits.MostErrorsALine} errors");
    }

    private static IEnumerable<string> Blocks(string kind) =>
        Fence().Matches(Document).Where(block => block.Groups["kind"].Value == kind).Select(block => block.Groups["text"].Value);

    // The code in the first two cells of every row below each of the headings.
    private static IEnumerable<string[]> Rows(string heading) =>
        Document.Split(heading).Skip(1)
            .SelectMany(part => part.Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')))
            .Select(line => line.Split('|').Skip(1).Take(2).Select(cell => cell.Trim().Trim('`')).ToArray());

    private static Schedule? Read(string text) => ScheduleText.Parse(text, TimeZoneInfo.Utc).Schedule;

    private static ParsedCrontab Parse(string text) =>
        CrontabParser.Parse([new("crontab.md", text)], new() { DefaultZone = TimeZoneInfo.Utc, ReadData = (_, _) => new DataFile(default) });

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "JobQueue.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex("^```(?<kind>crontab[^\n]*)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
