using System.Text.Json;

namespace JobQueue.Api.Tests.Continuations;

/// <summary>What a caller is told whose request was kept.</summary>
[TestClass]
public sealed class AcceptedTests
{
    [TestMethod]
    public async Task Accepted_Document_IsThatOfItsLocation()
    {
        await using var app = await ContinuationApp.StartAsync(app => app.MapPost("/told", () => "ran").AllowRespondAsync(
            new JobPolicy { MailTo = "ops@example.com", OnFailure = new AlertRequest("POST", "/alarm?of=us") }));

        var accepted = await app.Client.PostAsync(
            "/told", "item=1", "respond-async", ("X-JobQueue-At", "2999-01-01"), ("X-Of-The-Proxy", "internal"));
        var told = await accepted.Content.ReadAsStringAsync();

        Assert.AreEqual(await app.Client.GetStringAsync(accepted.Headers.Location), told);
        StringAssert.Matches(told, new("""^\{"state":"scheduled","progress":null,"runId":"[0-9a-f-]{36}","response":null\}$"""));
    }

    [TestMethod]
    public async Task Accepted_AnswerThatIsAnErrorWithoutABody_IsGivenAsItWas()
    {
        await using var app = await ContinuationApp.StartAsync(app =>
        {
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/jobqueue"), ours => ours.UseStatusCodePages());
            app.MapPost("/away", () => Results.StatusCode(404)).AllowRespondAsync();
        });

        var accepted = await app.Client.PostAsync("/away", "item=1", "respond-async");
        await app.Client.AnsweredAsync(accepted);
        using var given = await app.Client.GetAsync($"{accepted.Headers.Location}/response");

        Assert.AreEqual((404, ""), ((int)given.StatusCode, await given.Content.ReadAsStringAsync()));
    }

    [TestMethod]
    public async Task Accepted_DocumentOfARunThatIsDone_SaysWhereTheAnswerIs()
    {
        await using var app = await ContinuationApp.StartAsync();
        (string, string)[] caller = [("Test-User", "boss"), ("Idempotency-Key", "order-1")];
        await app.Client.AnsweredAsync(await app.Client.PostAsync("/other", "a", "respond-async", caller), caller);

        var again = await app.Client.PostAsync("/other", "a", "respond-async", caller);
        var told = await again.Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual(
            $$"""{"status":200,"url":"{{again.Headers.Location}}/response"}""", told.GetProperty("response").GetRawText());
    }
}
