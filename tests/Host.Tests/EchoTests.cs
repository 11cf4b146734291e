using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobQueue.Host.Tests;

[TestClass]
public sealed class EchoTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    [TestMethod]
    public async Task Echo_PostWithBody_GivesBackWhatItWasSent()
    {
        await using var app = await StartAsync(TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Post, app.Urls.Single() + "/echo?x=1") { Content = new StringContent("a body") };
        request.Headers.Add("X-Word", "spoken");

        using var response = await Http.SendAsync(request);

        var text = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("POST /echo?x=1\nuser: report\n", text);
        Assert.Contains("\nX-Word: spoken\n", text);
        Assert.EndsWith("\n\na body", text);
        Assert.AreEqual("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.AreEqual("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [TestMethod]
    // query, status, bytes
    [DataRow("status=503&size=100", 503, 100)]
    [DataRow("status=204", 204, 0)]
    [DataRow("status=304", 304, 0)]
    [DataRow("size=0", 200, 0)]
    [DataRow("size=3b", 200, 3)]
    [DataRow("size=64kb", 200, 65_536)]
    [DataRow("size=1mb&delay=0", 200, 1_048_576)]
    [DataRow("size=16MB", 200, 16_777_216)]
    public async Task Echo_Asked_AnswersWithStatusAndSize(string query, int status, int bytes)
    {
        await using var app = await StartAsync(TimeProvider.System);

        using var response = await Http.GetAsync($"{app.Urls.Single()}/echo?{query}");

        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.AreEqual((status, bytes), ((int)response.StatusCode, body.Length));
    }

    [TestMethod]
    // query, answer
    [DataRow("status=99", "status: found \"99\", expected a status from 200 to 599\n")]
    [DataRow("status=abc", "status: found \"abc\", expected a status from 200 to 599\n")]
    [DataRow("status=", "status: found \"\", expected a status from 200 to 599\n")]
    [DataRow("status=200&status=201", "status: found \"200,201\", expected a status from 200 to 599\n")]
    [DataRow("delay=61s", "delay: found \"61s\", expected a duration of at most 60s, like 2s\n")]
    [DataRow("delay=-1s", "delay: found \"-1s\", expected a duration of at most 60s, like 2s\n")]
    [DataRow("size=17mb", "size: found \"17mb\", expected a size of at most 16mb, like 100, 64kb or 1mb\n")]
    [DataRow("size=1gb", "size: found \"1gb\", expected a size of at most 16mb, like 100, 64kb or 1mb\n")]
    [DataRow("size=mb", "size: found \"mb\", expected a size of at most 16mb, like 100, 64kb or 1mb\n")]
    public async Task Echo_BadValue_Is400SayingWhatWasExpected(string query, string expected)
    {
        await using var app = await StartAsync(TimeProvider.System);

        using var response = await Http.GetAsync($"{app.Urls.Single()}/echo?{query}");

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.AreEqual(expected, await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Echo_BodyAbove16Mb_Is413()
    {
        await using var app = await StartAsync(TimeProvider.System);
        using var body = new ByteArrayContent(new byte[(16 * 1024 * 1024) + 1]);

        using var response = await Http.PostAsync(app.Urls.Single() + "/echo", body);

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [TestMethod]
    public async Task Echo_Delay_EndsWhenTheClockSaysSo()
    {
        var clock = new TimerSignal(new ManualTimeProvider(Noon));
        await using var app = await StartAsync(clock);
        var answering = Http.GetAsync(app.Urls.Single() + "/echo?delay=2s");
        await clock.TimerMade.WaitAsync(JobQueueProcess.Limit);

        clock.Inner.Advance(TimeSpan.FromSeconds(1.9));
        var isEarly = answering.IsCompleted;
        clock.Inner.Advance(TimeSpan.FromSeconds(0.1));
        using var response = await answering.WaitAsync(JobQueueProcess.Limit);

        Assert.IsFalse(isEarly);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [TestMethod]
    public async Task Echo_CallerGoesAway_EndsTheDelay()
    {
        var clock = new TimerSignal(new ManualTimeProvider(Noon));
        await using var app = await StartAsync(clock);
        using var gone = new CancellationTokenSource();
        var answering = Http.GetAsync(app.Urls.Single() + "/echo?delay=60s", gone.Token);
        await clock.TimerMade.WaitAsync(JobQueueProcess.Limit);

        await gone.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => answering);
        await clock.TimerDisposed.WaitAsync(JobQueueProcess.Limit);
    }

    private static async Task<WebApplication> StartAsync(TimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton(clock);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "report")], "test"));
            return next(context);
        });
        app.MapEcho();
        await app.StartAsync();
        return app;
    }
}
