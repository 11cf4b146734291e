using System.Text.Json;

namespace JobQueue.Api.Tests.Endpoints;

/// <summary>Clients that are gone once they have sent all: what they asked for is done whole.</summary>
[TestClass]
public sealed class GoneClientTests
{
    [TestMethod]
    public async Task Post_RecurringJobOfAClientThatIsGone_IsTimed()
    {
        await using var app = await StartAsync();

        await Task.WhenAny(app.PostJobAsync(new { name = "hourly", cron = "@hourly", request = new { uri = "/x" } }));

        Assert.AreEqual(JsonValueKind.String, (await app.FoundAsync("hourly")).GetProperty("next").ValueKind);
    }

    [TestMethod]
    public async Task Post_ResumeOfAClientThatIsGone_IsTimed()
    {
        await using var app = await StartAsync();
        await Task.WhenAny(app.PostJobAsync(new { name = "hourly", cron = "@hourly", request = new { uri = "/x" } }));
        var id = (await app.FoundAsync("hourly")).GetProperty("id").GetString();
        await app.Client.DeleteAsync($"/jobqueue/api/jobs/{id}");
        var removed = await app.FoundAsync(id!);

        await Task.WhenAny(app.Client.PostAsJsonAsync($"/jobqueue/api/jobs/{id}/resume", new { reason = "needed" }));

        var resumed = await app.FoundAsync(id!);
        Assert.AreEqual(("removed", "active"), (removed.GetProperty("state").GetString(), resumed.GetProperty("state").GetString()));
        Assert.AreEqual(JsonValueKind.String, resumed.GetProperty("next").ValueKind);
    }

    private static Task<LibraryApp> StartAsync() => LibraryApp.StartAsync("", app =>
    {
        app.Use(async (context, next) =>
        {
            using var gone = new CancellationTokenSource();
            (context.RequestAborted, context.Request.Body) = (gone.Token, new LastBody(context.Request.Body, gone));
            await next(context);
        });
        app.MapJobQueue();
    });

    /// <summary>A body after which its client is gone.</summary>
    private sealed class LastBody(Stream body, CancellationTokenSource gone) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            if (count == 0)
                await gone.CancelAsync();
            return count;
        }
    }
}
