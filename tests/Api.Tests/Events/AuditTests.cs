using System.Text.Json;
using JobQueue.Api.Tests.Keys;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Events;

[TestClass]
public sealed class AuditTests
{
    [TestMethod]
    public async Task Events_OfEveryAct_TellWhoDidIt()
    {
        await using var host = await HostApp.StartAsync();
        var later = new { at = "now + 1 hour", requestedBy = "anna", request = new { uri = "/a" } };

        await ActAsync(host, "operator", "POST", "/api/jobs", new { cron = "@yearly", name = "made", request = new { uri = "/a" } });
        await ActAsync(host, "operator", "POST", "/api/jobs/made/pause", new { reason = "the disk" });
        await ActAsync(host, "operator", "POST", "/api/jobs/made/resume");
        await ActAsync(host, "operator", "POST", "/api/jobs/made/run");
        await ActAsync(host, "operator", "POST", "/api/queues/default/pause");
        await ActAsync(host, "operator", "POST", "/api/queues/default/resume");
        await ActAsync(host, "operator", "DELETE", "/api/jobs/made?reason=done");
        var id = (await ActAsync(host, "admin", "POST", "/api/jobs", later)).GetProperty("id").GetString()!;
        await ActAsync(host, "operator", "POST", $"/api/jobs/{id}/pause");
        await ActAsync(host, "operator", "POST", $"/api/runs/{id}/cancel");
        await ActAsync(host, "operator", "POST", $"/api/runs/{id}/replay");
        await ActAsync(host, "admin", "POST", "/api/keys", new { name = "berta", role = "viewer" });
        await ActAsync(host, "admin", "DELETE", "/api/keys/berta");
        var events = await host.App.App.Services.GetRequiredService<Ledger>().ReadAsync(connection => connection.All(
            "SELECT kind, who FROM events WHERE who IS NOT NULL ORDER BY seq", row => $"{row.String(0)} by {row.String(1)}"));

        CollectionAssert.AreEqual(
            new[]
            {
                "added by operator", "paused by operator", "resumed by operator", "run by operator", "queue paused by operator",
                "queue resumed by operator", "removed by operator", "requested by admin", "paused by operator", "cancelled by operator",
                "replayed by operator", "key added by admin", "key revoked by admin",
            },
            events);
    }

    private static async Task<JsonElement> ActAsync(HostApp host, string key, string method, string path, object? body = null)
    {
        using var answer = await host.SendAsync(key, method, path, body);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
