using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;

namespace JobQueue.Gallery.Tests.Reports;

/// <summary>The app as its own tests run it, by WebApplicationFactory: without a server.</summary>
[TestClass]
public sealed class FactoryTests
{
    private static readonly TempFolder Folder = new();

    private static readonly WebApplicationFactory<Program> App = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseSetting("Gallery:Folder", Folder.Path);
        host.UseSetting("Gallery:Pace", "00:00:00");
    });

    // The first who needs it would start it, and so would the second, at the same time.
    [ClassInitialize]
    public static void Begin(TestContext _) => App.StartServer();

    [ClassCleanup]
    public static async Task EndAsync()
    {
        await App.DisposeAsync();
        Folder.Dispose();
    }

    [TestMethod]
    public async Task Get_RespondAsync_Is202AndTheAnswerComesToTheSameUserAlone()
    {
        using var anna = await SignedInAsync("anna");
        using var berta = await SignedInAsync("berta");

        using var accepted = await ReportAsync(anna, "respond-async");
        var location = accepted.Headers.Location;
        await Until.TrueAsync("the end", async () => (await anna.GetFromJsonAsync<JsonElement>(location)).Text("state") == "succeeded");
        var report = await anna.GetFromJsonAsync<JsonElement>($"{location}/response");
        using var ofAnother = await berta.GetAsync(location);

        Assert.AreEqual(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.AreEqual("anna", report.Text("user"));
        Assert.AreEqual(HttpStatusCode.NotFound, ofAnother.StatusCode);
    }

    [TestMethod]
    public async Task Get_RespondAsyncWithWait_IsAnsweredDirectly()
    {
        using var anna = await SignedInAsync("anna");

        using var answer = await ReportAsync(anna, "respond-async, wait=30");

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("anna", (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("user"));
    }

    [TestMethod]
    public async Task Post_EndpointForRunsAlone_Is403()
    {
        using var anna = await SignedInAsync("anna");

        using var answer = await anna.PostAsync("/pictures/unsized", null);

        Assert.AreEqual(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task<HttpClient> SignedInAsync(string name)
    {
        var client = App.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", name)]);
        using var signedIn = await client.PostAsync("/signin", form);
        return client;
    }

    private static async Task<HttpResponseMessage> ReportAsync(HttpClient client, string preference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/reports/pictures") { Headers = { { "Prefer", preference } } };
        return await client.SendAsync(request);
    }
}
