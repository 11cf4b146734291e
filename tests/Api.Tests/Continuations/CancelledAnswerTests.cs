using System.Net;
using System.Text.Json;

namespace JobQueue.Api.Tests.Continuations;

[TestClass]
public sealed class CancelledAnswerTests
{
    [TestMethod]
    public async Task Get_RunThatWasCancelledBeforeItsSecondAttempt_HasNoAnswer()
    {
        await using var app = await ContinuationApp.StartAsync(app => app
            .MapPost("/busy", (HttpContext context) =>
            {
                context.Response.Headers.RetryAfter = "3600";
                return Results.Text("try again", statusCode: StatusCodes.Status503ServiceUnavailable);
            })
            .AllowRespondAsync());
        var accepted = await app.Client.PostAsync("/busy", "", "respond-async");
        var location = accepted.Headers.Location!.ToString();
        await app.AttemptedAsync((await app.GetAsync(location)).GetProperty("runId").GetString()!);

        await app.Client.DeleteAsync(location);
        var state = await app.GetAsync(location);
        var answer = await app.Client.GetAsync(location + "/response");

        Assert.AreEqual(("cancelled", JsonValueKind.Null), (state.GetProperty("state").GetString(), state.GetProperty("response").ValueKind));
        Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
