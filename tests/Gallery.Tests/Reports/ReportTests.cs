using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace JobQueue.Gallery.Tests.Reports;

[TestClass]
public sealed class ReportTests
{
    [TestMethod]
    public async Task Report_RespondAsync_IsReadLaterByItsUserAndByNobodyElse()
    {
        await using var app = await GalleryApp.StartAsync(pace: TimeSpan.FromMilliseconds(100));
        await app.UploadAsync(TestPictures.Png(1000, 500), TestPictures.Broken);
        await app.EndedAsync("picture-", 2);
        var (other, nobody) = (await app.BrowserAsync("ann"), await app.BrowserAsync(null));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/reports/pictures");
        request.Headers.Add("Prefer", "respond-async");

        var accepted = await app.Admin.SendAsync(request);
        var address = accepted.Headers.Location!.ToString();
        var states = await PollAsync(app.Admin, address);
        var report = await app.Admin.GetFromJsonAsync<JsonElement>(address + "/response");

        Assert.AreEqual(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.AreEqual("respond-async", accepted.Headers.GetValues("Preference-Applied").Single());
        Assert.AreEqual(("succeeded", 50), (states[^1].Text("state"), states[^1].GetProperty("progress").Number("percent")));
        Assert.AreEqual(
            ("admin", 2, 1, 0.5, "picture1.png"),
            (report.Text("user"), report.Number("pictures"), report.Number("broken"),
                report.GetProperty("megapixels").GetDouble(), report.Text("largest")));
        Assert.AreEqual(HttpStatusCode.NotFound, (await other.GetAsync(address)).StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, (await other.GetAsync(address + "/response")).StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, (await nobody.GetAsync(address)).StatusCode);
    }

    [TestMethod]
    public async Task Report_AskedForDirectly_IsAnsweredDirectlyWithOnesOwn()
    {
        await using var app = await GalleryApp.StartAsync();
        await app.UploadAsync(TestPictures.Png(10, 10));
        var ann = await app.BrowserAsync("ann");

        var answer = await ann.GetAsync("/reports/pictures");

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual(
            """{"user":"ann","pictures":0,"broken":0,"megapixels":0,"bytes":0,"largest":null}""", await answer.Content.ReadAsStringAsync());
    }

    private static async Task<List<JsonElement>> PollAsync(HttpClient browser, string address)
    {
        var states = new List<JsonElement>();
        await Until.TrueAsync("the report", async () =>
        {
            states.Add(await browser.GetFromJsonAsync<JsonElement>(address));
            return states[^1].GetProperty("response").ValueKind == JsonValueKind.Object;
        });
        return states;
    }
}
