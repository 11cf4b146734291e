using System.Net.Http.Json;
using System.Text.Json;

namespace JobQueue.Gallery.Tests.Cleaning;

[TestClass]
public sealed class CleaningTests
{
    private static DateTime TwoDaysAgo => TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2);

    [TestMethod]
    public async Task Crontab_OfTheSample_LoadsWithoutAWord()
    {
        await using var app = await GalleryApp.StartAsync();

        var crontab = await app.Admin.GetFromJsonAsync<JsonElement>("/jobqueue/api/crontab");

        Assert.AreEqual(
            (3, 0, 0),
            (crontab.Number("jobs"), crontab.GetProperty("errors").GetArrayLength(), crontab.GetProperty("warnings").GetArrayLength()));
    }

    [TestMethod]
    public async Task CleanBackups_AsTheJanitor_KeepsTheNewestFive()
    {
        await using var app = await GalleryApp.StartAsync();
        var names = Enumerable.Range(1, 7).Select(day => $"backup-2026010{day}T000000.000Z.tar.gz").ToList();
        names.ForEach(name => File.WriteAllText(Path.Combine(app.Folder, "backups", name), ""));

        var run = await app.RunNowAsync("clean-backups");

        Assert.AreEqual(("janitor", "succeeded"), (run.Text("user"), run.Text("state")));
        CollectionAssert.AreEquivalent(
            names[2..], Directory.GetFiles(Path.Combine(app.Folder, "backups"), "backup-*").Select(Path.GetFileName).ToList());
    }

    [TestMethod]
    public async Task CleanTemporary_AsTheJanitor_RemovesWhatIsOlderThanADay()
    {
        await using var app = await GalleryApp.StartAsync();
        var (old, recent) = (Path.Combine(app.Folder, "temporary", "old"), Path.Combine(app.Folder, "temporary", "recent"));
        var file = Path.Combine(app.Folder, "temporary", "old.txt");
        Directory.CreateDirectory(recent);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(old).FullName, "original"), "");
        File.WriteAllText(file, "");
        Directory.SetLastWriteTimeUtc(old, TwoDaysAgo);
        File.SetLastWriteTimeUtc(file, TwoDaysAgo);

        var run = await app.RunNowAsync("clean-temporary");

        Assert.AreEqual("succeeded", run.Text("state"));
        Assert.AreEqual((false, false, true), (Directory.Exists(old), File.Exists(file), Directory.Exists(recent)));
    }
}
