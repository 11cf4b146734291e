using System.Formats.Tar;
using System.IO.Compression;

namespace JobQueue.Gallery.Tests.Backups;

[TestClass]
public sealed class BackupTests
{
    // $2 is the file; the shell's id is that of the process that it becomes.
    private const string WritesAndSleeps = "echo $$ > \"$2\"; echo pictures/; exec sleep ";

    [TestMethod]
    public async Task Create_TwiceAtOnce_MakesOneBackupOfAllPictures()
    {
        using var folder = new TempFolder();
        var go = folder.File("go");
        await using var app = await GalleryApp.StartAsync(
            archiver: GalleryApp.Archiver(folder, $"until [ -e '{go}' ]; do sleep 0.1; done; exec tar \"$@\""));
        await app.UploadAsync(TestPictures.Broken);

        await Task.WhenAll(app.Admin.PostAsync("/backups", null), app.Admin.PostAsync("/backups", null));
        var page = await app.Admin.GetStringAsync("/backups");
        await File.WriteAllTextAsync(go, "");
        var run = (await app.EndedAsync("backup", 1)).Single();

        StringAssert.Contains(page, "Creating backup now");
        Assert.AreEqual(("succeeded", 99), (run.Text("state"), run.GetProperty("progress").Number("percent")));
        var name = Path.GetFileName(Directory.GetFiles(Path.Combine(app.Folder, "backups"), "backup-*").Single());
        StringAssert.Contains(await app.Admin.GetStringAsync("/backups"), name);
        var entries = Entries(await app.Admin.GetStreamAsync($"/backups/files/{name}"));
        Assert.AreEqual(1, entries.Count(entry => entry.EndsWith("/original", StringComparison.Ordinal)), string.Join(' ', entries));
    }

    [TestMethod]
    public async Task Cancel_WhileItIsMade_KillsTheProcessAndRemovesItsFile()
    {
        using var folder = new TempFolder();
        await using var app = await GalleryApp.StartAsync(archiver: GalleryApp.Archiver(folder, WritesAndSleeps + "300"));
        await app.Admin.PostAsync("/backups", null);
        var part = await HalfWrittenAsync(app);
        var process = (await File.ReadAllTextAsync(part)).Trim();

        await app.Admin.PostAsync("/backups/cancel", null);
        var run = (await app.EndedAsync("backup", 1)).Single();

        Assert.AreEqual("cancelled", run.Text("state"));
        await Until.TrueAsync("the process and its file to go", () => !Directory.Exists($"/proc/{process}") && !File.Exists(part));
        StringAssert.Contains(await app.Admin.GetStringAsync("/backups"), "The last backup was cancelled.");
        Assert.AreEqual(0, Directory.GetFiles(Path.Combine(app.Folder, "backups"), "backup-*").Length);
    }

    [TestMethod]
    public async Task Create_ArchiverFails_ShowsItsExitCodeAndItsLastLinesAndNothingOfTheEnvironment()
    {
        using var folder = new TempFolder();
        await using var app = await GalleryApp.StartAsync(
            archiver: GalleryApp.Archiver(folder, "echo half > \"$2\"; env >&2; echo 'no space left on <device>' >&2; exit 2"),
            environment: ("GALLERY_SECRET", "hunter2"));

        await app.Admin.PostAsync("/backups", null);
        var run = (await app.EndedAsync("backup", 1)).Single();
        var page = await app.Admin.GetStringAsync("/backups");

        Assert.AreEqual(("failed", 1), (run.Text("state"), run.Number("attempt")));
        StringAssert.Contains(page, "archiver ended with exit code 2.");
        StringAssert.Contains(page, "no space left on &lt;device&gt;");
        StringAssert.Contains(page, "PATH=");
        Assert.IsFalse(page.Contains("hunter2", StringComparison.Ordinal), page);
        Assert.AreEqual(0, Directory.GetFiles(Path.Combine(app.Folder, "backups"), "backup-*").Length);
    }

    [TestMethod]
    public async Task Crash_WhileItIsMade_TheSameRunBeginsAnew()
    {
        using var folder = new TempFolder();
        await using var app = await GalleryApp.StartAsync(archiver: GalleryApp.Archiver(folder, WritesAndSleeps + "60"));
        await app.Admin.PostAsync("/backups", null);
        await HalfWrittenAsync(app);

        await app.CrashAsync();
        var run = (await app.EndedAsync("backup", 1)).Single();

        Assert.AreEqual(("succeeded", 2), (run.Text("state"), run.Number("attempt")));
        Assert.AreEqual(1, Directory.GetFiles(Path.Combine(app.Folder, "backups"), "backup-*").Length);
        Assert.IsFalse(Directory.Exists(Path.Combine(app.Folder, "temporary", "backup")));
    }

    private static Task<string> HalfWrittenAsync(GalleryApp app) => Until.SeenAsync("the half-written file", () => Task.FromResult(
        new DirectoryInfo(Path.Combine(app.Folder, "temporary")).EnumerateFiles("backup-*", SearchOption.AllDirectories)
            .FirstOrDefault(file => file.Length > 1)?.FullName));

    private static List<string> Entries(Stream archive)
    {
        using var unpacked = new GZipStream(archive, CompressionMode.Decompress);
        using var reader = new TarReader(unpacked);
        var names = new List<string>();
        while (reader.GetNextEntry() is { } entry)
            names.Add(entry.Name);
        return names;
    }
}
