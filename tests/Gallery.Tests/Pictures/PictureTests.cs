using System.Net;
using System.Text.Json;

namespace JobQueue.Gallery.Tests.Pictures;

[TestClass]
public sealed class PictureTests
{
    [TestMethod]
    public async Task Upload_SeveralPictures_IsAnsweredAtOnceAndTheirSizesAreMadeOneAfterTheOther()
    {
        await using var app = await GalleryApp.StartAsync(pace: TimeSpan.FromSeconds(1));

        var answer = await app.UploadAsync(TestPictures.Png(2000, 1000), TestPictures.Png(100, 60), TestPictures.Png(500, 900));
        var page = await app.Admin.GetStringAsync("/");
        var runs = await app.EndedAsync("picture-", 3);

        Assert.AreEqual((HttpStatusCode.SeeOther, "/"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        StringAssert.Contains(page, "data-live=\"yes\"");
        var sizes = await app.SizesAsync();
        Assert.AreEqual("thumbnail 240x240, small 320x160, medium 800x400, large 1600x800", string.Join(", ", sizes[0]));
        Assert.AreEqual("thumbnail 60x60, small 100x60, medium 100x60, large 100x60", string.Join(", ", sizes[1]));
        Assert.AreEqual("thumbnail 240x240, small 177x320, medium 444x800, large 500x900", string.Join(", ", sizes[2]));
        Assert.IsTrue(runs.Zip(runs.Skip(1)).All(pair => Time(pair.First, "finished") <= Time(pair.Second, "started")), "two ran at once");
    }

    [TestMethod]
    public async Task Upload_BrokenPicture_SaysWhyAndStopsNothing()
    {
        await using var app = await GalleryApp.StartAsync();

        await app.UploadAsync(TestPictures.Broken, TestPictures.Png(10, 10));
        var runs = await app.EndedAsync("picture-", 2);

        CollectionAssert.AreEqual(new[] { "failed", "succeeded" }, runs.Select(run => run.Text("state")).ToArray());
        StringAssert.Contains(await app.Admin.GetStringAsync("/"), "This is not a PNG picture.");
        CollectionAssert.AreEqual(new[] { 0, 4 }, (await app.SizesAsync()).Select(sizes => sizes.Count).ToArray());
    }

    [TestMethod]
    public async Task Crash_WhileSizesAreMade_OnlyTheMissingOnesAreMadeByTheSameRun()
    {
        await using var app = await GalleryApp.StartAsync(pace: TimeSpan.FromSeconds(4));
        await app.UploadAsync(TestPictures.Png(300, 300));
        await Until.TrueAsync("the first size", async () => (await app.SizesAsync())[0].Count >= 1);
        var thumbnail = Directory.GetFiles(app.Folder, "thumbnail.png", SearchOption.AllDirectories).Single();
        var made = File.GetLastWriteTimeUtc(thumbnail);

        await app.CrashAsync();
        var run = (await app.EndedAsync("picture-", 1)).Single();

        Assert.AreEqual(("succeeded", 2), (run.Text("state"), run.Number("attempt")));
        Assert.AreEqual(4, (await app.SizesAsync())[0].Count);
        Assert.AreEqual(made, File.GetLastWriteTimeUtc(thumbnail));
    }

    [TestMethod]
    public async Task Crash_BetweenThePictureAndItsJob_TheJobIsAddedAtTheStart()
    {
        await using var app = await GalleryApp.StartAsync();
        await app.UploadAsync(TestPictures.Png(10, 10));
        await app.EndedAsync("picture-", 1);
        var picture = Directory.GetDirectories(Path.Combine(app.Folder, "pictures")).Single();
        File.Delete(Path.Combine(picture, "job.txt"));
        File.Delete(Path.Combine(picture, "large.png"));

        await app.CrashAsync();
        await app.EndedAsync("picture-", 2);

        Assert.IsTrue(File.Exists(Path.Combine(picture, "large.png")));
    }

    [TestMethod]
    public async Task Start_WithAPictureWhoseJobIsForgotten_TheJobIsAddedAgain()
    {
        await using var app = await GalleryApp.StartAsync();
        await app.UploadAsync(TestPictures.Png(10, 10));
        await app.EndedAsync("picture-", 1);
        var picture = Directory.GetDirectories(Path.Combine(app.Folder, "pictures")).Single();
        File.WriteAllText(Path.Combine(picture, "job.txt"), $"{Guid.CreateVersion7()}");
        File.Delete(Path.Combine(picture, "large.png"));

        var page = await app.Admin.GetStringAsync("/");
        await app.CrashAsync();
        await app.EndedAsync("picture-", 2);

        StringAssert.Contains(page, "No sizes were made.");
        Assert.IsTrue(File.Exists(Path.Combine(picture, "large.png")));
    }

    [TestMethod]
    public async Task Upload_OverTenMegabytes_Is413AndKeepsNothing()
    {
        await using var app = await GalleryApp.StartAsync();

        var answer = await app.UploadAsync(new byte[(10 * 1024 * 1024) + 1]);

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.AreEqual(0, Directory.GetDirectories(Path.Combine(app.Folder, "pictures")).Length);
    }

    private static DateTimeOffset Time(JsonElement run, string property) => run.GetProperty(property).GetDateTimeOffset();
}
