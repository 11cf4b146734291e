using System.Net;
using JobQueue.Api.Tests.InProcess;

namespace JobQueue.Api.Tests.Continuations;

[TestClass]
public sealed class CallerAddressTests
{
    private const string Nobody = "255.255.255.255";

    [TestMethod]
    // Address of the connection, what a proxy says beside it, address in the run
    [DataRow("203.0.113.7", null, "203.0.113.7")]
    [DataRow("2001:db8::1", null, "2001:db8::1")]
    [DataRow("127.0.0.1", null, "127.0.0.1")]
    [DataRow("203.0.113.7", "X-JobQueue-Caller-Address", "203.0.113.7")]
    [DataRow("203.0.113.7", "X-Forwarded-For", "203.0.113.7")]
    [DataRow("127.0.0.1", "X-Forwarded-For", Nobody)]
    [DataRow("::1", "Forwarded", Nobody)]
    [DataRow(null, null, Nobody)]
    public async Task Run_OfAKeptRequest_ComesFromItsCaller(string? from, string? proxyField, string seen)
    {
        await using var app = await StartAsync(from);

        var answer = await app.Client.PostAsync("/address", "", "respond-async, wait=20", (proxyField ?? "X-None", "127.0.0.1"));

        Assert.AreEqual($"later {seen}", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Run_OfAKeptRequest_DoesNotShowTheAddress()
    {
        await using var app = await StartAsync("203.0.113.7");
        await app.Client.PostAsync("/fields", "", "respond-async, wait=20");
        var id = (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items")[0].GetProperty("id").GetString();

        var fields = await app.Client.GetStringAsync($"/jobqueue/api/runs/{id}/response");
        var run = await app.Client.GetStringAsync($"/jobqueue/api/runs/{id}");
        var page = await app.Client.GetStringAsync($"/jobqueue/runs/{id}");

        StringAssert.Contains(fields, "X-JobQueue-Run");
        StringAssert.Contains(run, "/fields");
        StringAssert.Contains(page, "/fields");
        Assert.IsFalse((fields + run + page).Contains("203.0.113.7", StringComparison.Ordinal));
    }

    [TestMethod]
    // Header fields of the stored request, address in the run
    [DataRow("X-Own: 1", "127.0.0.1")]
    [DataRow("X-JobQueue-Path-Base: ", Nobody)]
    public async Task Run_OfARequestWithoutAnAddress_IsLocalUnlessItWasKept(string field, string seen)
    {
        await using var app = await TestApp.StartAsync(ConformanceEndpoints.Map, ConformanceEndpoints.Add);

        var result = await app.SendInProcessAsync(Requests.Attempt("GET /lifetime", headers: field));

        StringAssert.EndsWith(Requests.Text(result), $" {seen}");
    }

    private static Task<LibraryApp> StartAsync(string? from) => ContinuationApp.StartAsync(app =>
    {
        app.Use((context, next) =>
        {
            if (context.GetJobRun() is null && context.Request.Method == "POST")
                context.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
            return next(context);
        });
        app.MapPost("/address", (HttpContext context) =>
            $"{(context.GetJobRun() is null ? "now" : "later")} {context.Connection.RemoteIpAddress}").AllowRespondAsync();
        app.MapPost("/fields", (HttpContext context) =>
            string.Join('\n', context.Request.Headers.Select(field => $"{field.Key}: {field.Value}"))).AllowRespondAsync();
    });
}
