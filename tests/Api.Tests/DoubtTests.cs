using System.Net;
using Npgsql;

namespace JobQueue.Api.Tests;

/// <summary>What somebody is told whose job may be stored, or not.</summary>
[TestClass]
public sealed class DoubtTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    [TestMethod]
    public async Task PostJob_DatabaseThatDoesNotAnswer_IsToldSoAndMayAskAgain()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await ClusterApp.StartAsync($"postgres:{database}", "web-1", add: builder => builder.Services.AddSingleton<TimeProvider>(time));
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync();
        await using var gate = await other.BeginTransactionAsync();
        await using var close = new NpgsqlCommand("LOCK TABLE jobqueue.runs IN EXCLUSIVE MODE", other, gate);
        await close.ExecuteNonQueryAsync();

        var posting = PostAsync(app);
        while (!posting.IsCompleted)
        {
            if (await IsAnyHeldUpAsync(database))
                time.Advance(Step);
        }

        using var doubtful = await posting;
        await gate.RollbackAsync();
        using var again = await PostAsync(app);
        using var third = await PostAsync(app);

        Assert.AreEqual((HttpStatusCode.GatewayTimeout, HttpStatusCode.Created), (doubtful.StatusCode, again.StatusCode));
        Assert.AreEqual(again.Headers.Location, third.Headers.Location);
        StringAssert.Contains(await doubtful.Content.ReadAsStringAsync(), "Send it again: with the same Idempotency-Key it is there once.");
    }

    // Not in the transaction, in which it would see the same for ever.
    private static async Task<bool> IsAnyHeldUpAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var look = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')", connection);
        return (bool)(await look.ExecuteScalarAsync())!;
    }

    private static Task<HttpResponseMessage> PostAsync(LibraryApp app)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue/api/jobs")
        {
            Content = JsonContent.Create(new { at = "noon tomorrow", request = new { uri = "/hello" } }),
            Headers = { { "Idempotency-Key", "once" } },
        };
        return app.Client.SendAsync(request);
    }
}
