using System.Text;
using JobQueue.Scheduler.Loading;

namespace JobQueue.Scheduler.Tests.Loading;

[TestClass]
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

        var (source, fault) = CrontabFiles.Read(path);

        Assert.IsNull(source);
        Assert.AreEqual(expected, fault!.Expected);
    }

    [TestMethod]
    public void Read_Utf8WithByteOrderMark_IsRead()
    {
        using var folder = new TempFolder();
        var path = folder.File("jobs.crontab");
        File.WriteAllText(path, "# ü\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.AreEqual("\uFEFF# ü\n", CrontabFiles.Read(path).Source!.Text);
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
    [DataRow("/body.json", "/", true)]
    [DataRow("/a/body.json", "/a", true)]
    [DataRow("/ab/body.json", "/a", false)]
    public void IsBelow_Folder_HasWhatIsInIt(string path, string folder, bool expected) =>
        Assert.AreEqual(expected, CrontabFiles.IsBelow(path, folder));
}
