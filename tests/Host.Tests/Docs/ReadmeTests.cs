using System.Text.RegularExpressions;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Host.Tests.Docs;

/// <summary>What the README says to type works on what it has just started: a host with the built-in crontab.</summary>
[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    public void Commands_OfJobs_NameThoseOfTheExample()
    {
        var readme = File.ReadAllText(Path.Combine(HouseTests.Root, "README.md"));
        var example = File.ReadAllText(Path.Combine(HouseTests.Root, "crontab.example"));

        var named = Regex.Matches(readme, @"^ +jobqueue (?:run|pause|runs --job) ([\w-]+)", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToArray();

        var parsed = CrontabParser.Parse(
            [new CrontabSource("crontab.example", example)],
            new CrontabContext { DefaultZone = TimeZoneInfo.Utc, ReadData = (_, _) => new DataFile(default) });
        Assert.HasCount(3, named);
        CollectionAssert.IsSubsetOf(named.Distinct().ToArray(), parsed.Lines.Select(line => line.Policy.Name).ToArray());
    }
}
