using System.Net;

namespace JobQueue.Gallery.Tests.Web;

[TestClass]
public sealed class AccessTests
{
    [TestMethod]
    public async Task Requests_OfThoseWhoMayNot_AreRefused()
    {
        await using var app = await GalleryApp.StartAsync();
        var (nobody, user, admin) = (await app.BrowserAsync(null), await app.BrowserAsync("ann"), app.Admin);

        (string Request, HttpStatusCode Nobody, HttpStatusCode User, HttpStatusCode Admin)[] expected =
        [
            ("GET /",                                                            HttpStatusCode.OK,           HttpStatusCode.OK,        HttpStatusCode.OK),
            ("GET /gallery.css",                                                 HttpStatusCode.OK,           HttpStatusCode.OK,        HttpStatusCode.OK),
            ("GET /report",                                                      HttpStatusCode.Unauthorized, HttpStatusCode.OK,        HttpStatusCode.OK),
            ("GET /reports/pictures",                                            HttpStatusCode.Unauthorized, HttpStatusCode.OK,        HttpStatusCode.OK),
            ("GET /backups",                                                     HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK),
            ("GET /backups/files/..%2Fjobqueue.db",                              HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound),
            ("GET /jobqueue/api/runs",                                           HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK),
            ("POST /backups",                                                    HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.SeeOther),
            ("POST /backups/run",                                                HttpStatusCode.Forbidden,    HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            ("POST /pictures/unsized",                                           HttpStatusCode.Forbidden,    HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            ("POST /pictures/11111111-1111-1111-1111-111111111111/sizes",        HttpStatusCode.Forbidden,    HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            ("POST /clean/backups",                                              HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            ("POST /clean/temporary",                                            HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            ("POST /pictures",                                                   HttpStatusCode.Unauthorized, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType),
        ];
        var requests = expected.Select(row => row.Request);

        CollectionAssert.AreEqual(expected.Select(row => (row.Request, row.Nobody)).ToArray(), await StatusesAsync(nobody, requests));
        CollectionAssert.AreEqual(expected.Select(row => (row.Request, row.User)).ToArray(), await StatusesAsync(user, requests));
        CollectionAssert.AreEqual(expected.Select(row => (row.Request, row.Admin)).ToArray(), await StatusesAsync(admin, requests));
    }

    [TestMethod]
    [DataRow("Origin", "https://elsewhere.example")]
    [DataRow("Origin", "null")]
    [DataRow("Sec-Fetch-Site", "cross-site")]
    [DataRow("Sec-Fetch-Site", "same-site")]
    public async Task Post_FromAPageOfAnotherSite_IsRefused(string header, string value)
    {
        await using var app = await GalleryApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/backups");
        request.Headers.TryAddWithoutValidation(header, value);

        var answer = await app.Admin.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.AreEqual("This came from a page of another site.", await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(string, HttpStatusCode)[]> StatusesAsync(HttpClient browser, IEnumerable<string> requests)
    {
        var statuses = new List<(string, HttpStatusCode)>();
        foreach (var words in requests)
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(words.Split(' ')[0]), words.Split(' ')[1]);
            statuses.Add((words, (await browser.SendAsync(request)).StatusCode));
        }

        return [.. statuses];
    }
}
