using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Host.Tests;

[TestClass]
public sealed class HouseTests
{
    internal static readonly string Root = FindRoot(AppContext.BaseDirectory);

    [TestMethod]
    // Room, what it may refer to
    [DataRow("Jobs", "")]
    [DataRow("Scheduler", "Jobs")]
    [DataRow("Api", "Jobs Scheduler")]
    [DataRow("Host", "Api")]
    public void References_OfARoom_PointDownOnly(string room, string below)
    {
        var project = XDocument.Load(Path.Combine(Root, "src", room, $"{room}.csproj"));

        var references = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        Assert.IsEmpty(references.Except(below.Split(' ')));
    }

    [TestMethod]
    // Assembly, what it must not refer to
    [DataRow("JobQueue.Jobs", "Quartz")]
    [DataRow("JobQueue.Jobs", "Microsoft.AspNetCore")]
    [DataRow("JobQueue.Scheduler", "Microsoft.AspNetCore")]
    public void References_OfAnAssembly_LeaveOutWhatIsNotItsBusiness(string assembly, string foreign) =>
        Assert.IsEmpty(Assembly.Load(assembly).GetReferencedAssemblies().Where(name => name.Name!.StartsWith(foreign, StringComparison.Ordinal)));

    [TestMethod]
    // Text, the one folder of src that has it
    [DataRow("using Quartz", "Scheduler/Clock")]
    [DataRow("HttpContext", "Api")]
    [DataRow("using Microsoft.Data.Sqlite", "Jobs/Store")]
    public void Sources_WithAForeignType_AreInOneRoom(string text, string room)
    {
        var src = Path.Combine(Root, "src");

        var files = Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.StartsWith(Path.Combine(src, "Host"), StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal))
            .ToList();

        Assert.IsNotEmpty(files);
        Assert.IsEmpty(files.Where(file => !file.StartsWith(Path.Combine(src, room), StringComparison.Ordinal)));
    }

    [TestMethod]
    // The analyzer takes null for a culture, and sees no interpolation.
    [DataRow("""ToString\("[^"]*", null\)""")]
    [DataRow("""Parse\([^()]*, null\)""")]
    [DataRow("""(?<!(Culture,|Invariant\()\s*)\$"[^"]*\{[^{}"]*:[^{}"]*(yyyy|HH|\.0)""")]
    public void Sources_NeverWriteInACultureOfTheApp(string pattern)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !file.Contains("/obj/", StringComparison.Ordinal));

        var found = sources.SelectMany(file => Regex.Matches(File.ReadAllText(file), pattern).Select(match => $"{file}: {match.Value}"));

        Assert.AreEqual("", string.Join('\n', found));
    }

    [TestMethod]
    public void LogMessages_HaveEachAnIdOfItsOwn()
    {
        var ids = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\[LoggerMessage\(\s*(?<id>\d+),").Select(match => match.Groups["id"].Value))
            .ToList();

        Assert.IsNotEmpty(ids);
        Assert.IsEmpty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [TestMethod]
    public void CrontabExample_IsGoodAndShowsEveryKindOfLine()
    {
        var parsed = CrontabParser.Parse(
            [new CrontabSource("crontab.example", File.ReadAllText(Path.Combine(Root, "crontab.example")))],
            new CrontabContext { DefaultZone = TimeZoneInfo.Utc, ReadData = (_, _) => new DataFile(default) });

        Assert.IsEmpty(parsed.Errors);
        Assert.IsEmpty(parsed.Warnings);
        CollectionAssert.IsSubsetOf(
            new[] { "@every 10s", "@daily", "@reboot", "@hourly", "*/5 * * * *" }, parsed.Lines.Select(line => line.ScheduleText).ToArray());
        Assert.IsTrue(parsed.Lines.All(line => line.Request.Uri.StartsWith("/echo", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Gallery_PublishesItsCrontabAsTheGuideSays()
    {
        var guide = File.ReadAllText(Path.Combine(Root, "docs", "library.md"));
        var project = XDocument.Load(Path.Combine(Root, "samples", "Gallery", "Gallery.csproj"));

        var line = project.Descendants("Content").Single(content => (string?)content.Attribute("Include") == "jobs.crontab");

        Assert.Contains(line.ToString(), guide);
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "JobQueue.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
