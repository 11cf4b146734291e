using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;

namespace JobQueue.Api.Tests.Continuations;

/// <summary>Clients that wait for the answer itself.</summary>
[TestClass]
public sealed class WaitTests
{
    // Less than they are ready to wait.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private static readonly (string, string)[] Caller = [("Test-User", "boss"), ("Idempotency-Key", "order-1")];

    [TestMethod]
    public async Task Wait_OfRequestsWithTheSameKey_IsForTheSameRun()
    {
        var held = new HeldEndpoint();
        await using var app = await ContinuationApp.StartAsync(app => app
            .MapPost("/held", [Authorize(AuthenticationSchemes = "Other")] (HttpContext context) => held.RunAsync(context))
            .AllowRespondAsync());

        var waiting = Enumerable.Range(0, 3).Select(_ => app.Client.PostAsync("/held", "a", "respond-async, wait=60", Caller)).ToList();
        await held.Entered.WaitAsync(Limit);
        held.Release();
        var answers = await Task.WhenAll(waiting).WaitAsync(Limit);

        Assert.AreSequenceEqual(Enumerable.Repeat(HttpStatusCode.OK, 3), answers.Select(answer => answer.StatusCode));
        Assert.AreEqual(1, (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items").GetArrayLength());
    }

    [TestMethod]
    public async Task Wait_ForARunThatIsDone_IsAnsweredAtOnce()
    {
        await using var app = await ContinuationApp.StartAsync();
        await app.Client.AnsweredAsync(await app.Client.PostAsync("/other", "a", "respond-async", Caller), Caller);

        var answer = await app.Client.PostAsync("/other", "a", "respond-async, wait=60", Caller).WaitAsync(Limit);

        var applied = string.Join(", ", answer.Headers.GetValues("Preference-Applied"));
        Assert.AreEqual((HttpStatusCode.OK, "respond-async, wait=60"), (answer.StatusCode, applied));
        StringAssert.StartsWith(await answer.Content.ReadAsStringAsync(), "Other:boss later ");
    }

    [TestMethod]
    public async Task Wait_ForARunThatIsCancelledBeforeItBegins_EndsWithIt()
    {
        await using var app = await ContinuationApp.StartAsync();
        await app.Client.PostAsync("/jobqueue/api/queues/default/pause", null);

        var waiting = app.Client.PostAsync("/later", "", "respond-async, wait=60");
        await app.Client.PostAsync($"/jobqueue/api/runs/{await EnteredAsync(app)}/cancel", null);
        var answer = await waiting.WaitAsync(Limit);
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual((HttpStatusCode.Accepted, "cancelled"), (answer.StatusCode, told.GetProperty("state").GetString()));
    }

    private static async Task<string> EnteredAsync(LibraryApp app)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        JsonElement runs;
        do
            runs = (await app.GetAsync("/jobqueue/api/runs?state=pending")).GetProperty("items");
        while (runs.GetArrayLength() == 0 && await poll.WaitForNextTickAsync(limit.Token));
        return runs[0].GetProperty("id").GetString()!;
    }
}
