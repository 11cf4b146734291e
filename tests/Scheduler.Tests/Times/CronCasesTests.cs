using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times;

/// <summary>The recorded schedules of cron-cases.tsv.</summary>
[TestClass]
public sealed class CronCasesTests
{
    [TestMethod]
    public void NextAfter_RecordedCases_AreAsRecorded()
    {
        var cases = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Times", "cron-cases.tsv"))
            .Where(line => !line.StartsWith('#'))
            .ToList();

        var answers = cases.Select(Answer).ToList();

        Assert.IsGreaterThan(400, cases.Count);
        CollectionAssert.AreEqual(cases, answers);
    }

    private static string Answer(string line)
    {
        var words = line.Split('\t')[..3];
        var (zone, from) = (Zones.Of(words[0]), Instants.Of(words[1]));
        var schedule = ScheduleText.Parse(words[2], zone).Schedule!;
        var first = schedule.NextAfter(from)!.Value;
        var second = schedule.NextAfter(first)!.Value;
        var third = schedule.NextAfter(second)!.Value;
        return string.Join('\t', [.. words, .. new[] { first, second, third }.Select(due => TimeText.Print(due, zone))]);
    }
}
