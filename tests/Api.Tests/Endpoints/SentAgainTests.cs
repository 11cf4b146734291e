using System.Net;
using System.Text.Json;

namespace JobQueue.Api.Tests.Endpoints;

/// <summary>A job that is sent again with its key, when its time has passed.</summary>
[TestClass]
public sealed class SentAgainTests
{
    [TestMethod]
    public async Task PostJobs_SentAgainAfterItsTime_IsAnsweredAsBefore()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var app = await LibraryApp.StartAsync(
            "", app => app.MapJobQueue("/jobqueue"), builder => builder.Services.AddSingleton<TimeProvider>(time));
        const string at = "2026-03-01T12:01:00Z";

        var (first, id) = await PostAsync(app, "order-1", at, "/fine");
        time.Advance(TimeSpan.FromMinutes(3));
        var again = await PostAsync(app, "order-1", at, "/fine");
        var (different, _) = await PostAsync(app, "order-1", at, "/other");
        var (unknown, _) = await PostAsync(app, "order-2", at, "/fine");
        var (tooLong, _) = await PostAsync(app, new string('x', 201), at, "/fine");

        Assert.AreEqual(HttpStatusCode.Created, first);
        Assert.AreEqual((HttpStatusCode.Created, id), again);
        Assert.AreEqual((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (different, unknown, tooLong));
    }

    private static async Task<(HttpStatusCode Status, string? Id)> PostAsync(LibraryApp app, string key, string at, string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue/api/jobs")
        {
            Content = JsonContent.Create(new { at, request = new { uri } }),
            Headers = { { "Idempotency-Key", key } },
        };
        using var answer = await app.Client.SendAsync(request);
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, document.TryGetProperty("id", out var id) ? id.GetString() : null);
    }
}
