using System.Net;
using System.Text.Json;
using JobQueue.Api.Tests.Continuations;

namespace JobQueue.Api.Tests.Endpoints;

/// <summary>Where <c>Location</c> says that things are.</summary>
[TestClass]
public sealed class PlaceTests
{
    // RFC 3986, 2.5: as UTF-8, each byte as %XX.
    private const string Escaped = "/d%C3%A9p%C3%B4t";

    [TestMethod]
    // Path base, prefix, where the API is
    [DataRow("/a", "/jobqueue", "/a/jobqueue")]
    [DataRow("/dépôt", "/jobqueue", $"{Escaped}/jobqueue")]
    [DataRow("/a", "/dépôt", $"/a{Escaped}")]
    [DataRow("/a", "", "/a")]
    public async Task Location_OfAJobAndItsRuns_IsThere(string pathBase, string prefix, string place)
    {
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
            app.MapGet("/fine", () => "fine");
            app.MapJobQueue(prefix);
        });
        var api = $"{pathBase}{prefix}/api";

        using var added = await app.Client.PostAsJsonAsync(
            $"{api}/jobs", new { cron = "@yearly", name = "jobs", request = new { uri = "/fine" } });
        using var run = await app.Client.PostAsync($"{api}/jobs/jobs/run", null);
        using var found = await app.Client.GetAsync(run.Headers.Location);
        using var cancelled = await app.Client.PostAsync(run.Headers.Location + "/cancel", null);
        while ((await app.Client.GetFromJsonAsync<JsonElement>(run.Headers.Location)).GetProperty("finished").ValueKind == JsonValueKind.Null)
        {
            // Only what has ended is replayed.
        }

        using var replayed = await app.Client.PostAsync(run.Headers.Location + "/replay", null);

        StringAssert.StartsWith(added.Headers.Location?.OriginalString, $"{place}/api/jobs/0");
        StringAssert.StartsWith(run.Headers.Location?.OriginalString, $"{place}/api/runs/0");
        Assert.AreEqual(HttpStatusCode.OK, found.StatusCode);
        StringAssert.StartsWith(replayed.Headers.Location?.OriginalString, $"{place}/api/jobs/0");
    }

    [TestMethod]
    public async Task Location_OfWhatIsAnsweredLater_IsInAscii()
    {
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapPost("/later", (HttpContext _, CancellationToken _) => "fine").AllowRespondAsync();
            app.MapJobQueue("/dépôt");
        });

        using var accepted = await app.Client.PostAsync("/later", "", "respond-async");

        StringAssert.StartsWith(accepted.Headers.Location?.OriginalString, $"{Escaped}/async/");
    }
}
