using System.Runtime.Versioning;
using System.Text;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Loading;

namespace JobQueue.Scheduler.Tests.Loading;

[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class CrontabFilesTests
{
    [TestMethod]
    // Bytes of the file as Latin-1, what is expected instead
    [DataRow("\u00FF\u00FE*\0 \0", "UTF-8: this is UTF-16, by its first two bytes")]
    [DataRow("\u00FE\u00FF\0*\0 ", "UTF-8: this is UTF-16, by its first two bytes")]
    [DataRow("# caf\u00E9\n", "UTF-8: byte 6 is not (e9)")]
    public void Read_NotUtf8_SaysWhy(string bytes, string expected)
    {
        using var folder = new TempFolder();
        var path = folder.File("jobs.crontab");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(bytes));

        var (source, fault) = CrontabFiles.Read(path, byAnyone: false);

        Assert.IsNull(source);
        Assert.AreEqual(expected, fault!.Expected);
    }

    [TestMethod]
    public void Read_Utf8WithByteOrderMark_IsRead()
    {
        using var folder = new TempFolder();
        var path = folder.File("jobs.crontab");
        File.WriteAllText(path, "# ü\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.AreEqual("\uFEFF# ü\n", CrontabFiles.Read(path, byAnyone: false).Source!.Text);
    }

    [TestMethod]
    // Mode in octal, text, whether it is read whoever may write it, what is found
    [DataRow("644", "@daily - /a", false, null)]
    [DataRow("664", "@daily - /a", false, null)]
    [DataRow("646", "@daily - /a", false, "a file that anyone may write")]
    [DataRow("666", "@daily - /a", false, "a file that anyone may write")]
    [DataRow("666", "", false, "a file that anyone may write")]
    [DataRow("777", "@daily - /a", true, null)]
    [OSCondition(OperatingSystems.Linux)]
    public void Read_OthersMayWriteIt_IsRefusedUnlessAllowed(string mode, string text, bool byAnyone, string? found)
    {
        using var folder = new TempFolder();
        var (path, link) = (folder.File("real.crontab"), folder.File("jobs.crontab"));
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        File.CreateSymbolicLink(link, path);

        var (source, fault) = CrontabFiles.Read(link, byAnyone);

        Assert.AreEqual((found is null ? text : null, found), (source?.Text, fault?.Found));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Read_TheNullDevice_IsEmpty() =>
        Assert.AreEqual("", CrontabFiles.Read("/dev/null", byAnyone: false).Source?.Text);

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Read_FileWithoutALengthThatCannotBeRead_SaysSo() =>
        StringAssert.StartsWith(CrontabFiles.Read("/proc/self/mem", byAnyone: false).Fault?.Expected, "a file that can be read");

    [TestMethod]
    // Owner, the process's user, the program's owner, what is found
    [DataRow(0u, 7u, 8u, null)]
    [DataRow(7u, 7u, 0u, null)]
    [DataRow(8u, 7u, 8u, null)]
    [DataRow(9u, 7u, 8u, "a file of the user 9")]
    [DataRow(9u, 0u, 0u, "a file of the user 9")]
    public void Fault_FileOfSomebody_IsOneUnlessTheProcessTrustsHimAnyway(uint owner, uint process, uint program, string? found) =>
        Assert.AreEqual(found, CrontabWriters.Fault("jobs.crontab", owner, 0x1A4, process, program)?.Found);

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Stamp_OthersMayWriteItNow_IsAnother()
    {
        using var folder = new TempFolder();
        var path = folder.File("jobs.crontab");
        File.WriteAllText(path, "@daily - /a\n");
        var before = CrontabFiles.Stamp(path);

        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherWrite);

        Assert.AreNotEqual(before, CrontabFiles.Stamp(path));
    }

    [TestMethod]
    // Folder that a link in the crontab's leads to; whether the file that another link leads to by way of it is read
    [DataRow("jobs/bodies", true)]
    [DataRow("elsewhere", false)]
    public void ReadData_LinkThroughALinkedFolder_IsReadWhereTheFileIs(string linked, bool isRead)
    {
        using var folder = new TempFolder();
        var jobs = Directory.CreateDirectory(folder.File("jobs")).FullName;
        var bodies = Directory.CreateDirectory(folder.File(linked)).FullName;
        File.WriteAllText(Path.Join(bodies, "body.json"), "{}");
        Directory.CreateSymbolicLink(Path.Join(jobs, "linked"), bodies);
        File.CreateSymbolicLink(Path.Join(jobs, "body.json"), Path.Join(jobs, "linked", "body.json"));

        var data = CrontabFiles.ReadData(Path.Join(jobs, "jobs.crontab"), "body.json");

        Assert.AreEqual(isRead, data.Refusal is null);
    }

    [TestMethod]
    // Where the links a and b lead
    [DataRow("a", "a")]
    [DataRow("a/x", "a")]
    [DataRow("b/x", "a/y")]
    [DataRow("b", "a")]
    public void ReadData_LinkThatLeadsToItself_IsAFaultOnItsLine(string a, string b)
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File("a"), a);
        File.CreateSymbolicLink(folder.File("b"), b);

        var parsed = CrontabParser.Parse(
            [new CrontabSource(folder.File("jobs.crontab"), "\n@daily - /a -d @a\n")],
            new CrontabContext { DefaultZone = TimeZoneInfo.Utc, ReadData = CrontabFiles.ReadData });

        var error = parsed.Errors.Single();
        Assert.AreEqual((2, 16), (error.Line, error.Column));
        StringAssert.StartsWith(error.Expected, "a file that can be read (");
    }

    [TestMethod]
    [DataRow("/body.json", "/", true)]
    [DataRow("/a/body.json", "/a", true)]
    [DataRow("/ab/body.json", "/a", false)]
    public void IsBelow_Folder_HasWhatIsInIt(string path, string folder, bool expected) =>
        Assert.AreEqual(expected, CrontabFiles.IsBelow(path, folder));
}
