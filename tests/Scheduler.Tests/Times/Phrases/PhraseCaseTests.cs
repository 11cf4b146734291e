using JobQueue.Scheduler.Times.At;
using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Tests.Times.Phrases;

/// <summary>Phrases that DateTime::Format::Natural 1.16, with prefer_future, understands in the same way.</summary>
[TestClass]
public sealed class PhraseCaseTests
{
    private const string Table = "phrase-cases.tsv";

    private static IEnumerable<string[]> Cases
    {
        get
        {
            using var rows = new StreamReader(typeof(PhraseCaseTests).Assembly.GetManifestResourceStream(Table)!);
            // The first line names the columns.
            return [.. rows.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split('\t'))];
        }
    }

    [TestMethod]
    public void Cases_OfTheTable_AreHundreds() => Assert.IsGreaterThan(300, Cases.Count());

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Parse_RecordedPhrase_IsTheInstant(string now, string zone, string phrase, string instant) =>
        Assert.AreEqual(AtResult.Of(Instants.Of(instant)), PhraseTime.Parse(phrase, Instants.Of(now), Zones.Of(zone)));
}
