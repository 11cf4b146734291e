namespace JobQueue.Api.Tests.Continuations;

/// <summary>A request that was kept is one request, with one answer.</summary>
[TestClass]
public sealed class OneAnswerTests
{
    [TestMethod]
    public async Task Answer_WithALinkToTheNextPage_IsNotFollowed()
    {
        const string Next = "</pages?page=2>; rel=\"next\"";
        await using var app = await ContinuationApp.StartAsync(app =>
            app.MapPost("/pages", (HttpContext context) => context.Response.Headers.Link = Next).AllowRespondAsync());

        var answer = await app.Client.PostAsync("/pages", "", "respond-async, wait=20");
        var runs = (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items");

        Assert.AreEqual((Next, 1), (answer.Headers.GetValues("Link").Single(), runs.GetArrayLength()));
    }
}
