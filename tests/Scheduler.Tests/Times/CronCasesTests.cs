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
        var (zone, from, spec) = line.Split('\t') is [var id, var start, var text, ..] ? (Zones.Of(id), start, text) : throw new InvalidDataException(line);
        var schedule = ScheduleText.Parse(spec, zone).Schedule!;
        var due = Enumerable.Range(0, 3).Aggregate(
            new List<DateTimeOffset>(), (found, _) => [.. found, schedule.NextAfter(found.Count == 0 ? Instants.Of(from) : found[^1])!.Value]);
        return string.Join('\t', due.Select(instant => TimeText.Print(instant, zone)).Prepend(spec).Prepend(from).Prepend(zone.Id));
    }
}
