using System.Net;
using static System.Net.HttpStatusCode;

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
            ("GET /",                                                     OK,           OK, OK),
            ("GET /gallery.css",                                          OK,           OK, OK),
            ("GET /report",                                               Unauthorized, OK, OK),
            ("GET /reports/pictures",                                     Unauthorized, OK, OK),
            ("GET /backups",                                              Unauthorized, Forbidden, OK),
            ("GET /backups/files/..%2Fjobqueue.db",                       Unauthorized, Forbidden, NotFound),
            ("GET /jobqueue/api/runs",                                    Unauthorized, Forbidden, OK),
            ("POST /backups",                                             Unauthorized, Forbidden, SeeOther),
            ("POST /backups/run",                                         Forbidden,    Forbidden, Forbidden),
            ("POST /pictures/unsized",                                    Forbidden,    Forbidden, Forbidden),
            ("POST /pictures/11111111-1111-1111-1111-111111111111/sizes", Forbidden,    Forbidden, Forbidden),
            ("POST /clean/backups",                                       Unauthorized, Forbidden, Forbidden),
            ("POST /clean/temporary",                                     Unauthorized, Forbidden, Forbidden),
            ("POST /pictures",                                            Unauthorized, UnsupportedMediaType, UnsupportedMediaType),
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

        Assert.AreEqual(Forbidden, answer.StatusCode);
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
