using System.Net;
using System.Text.Json;

namespace JobQueue.Api.Tests.Signatures;

[TestClass]
public sealed class SignedRunTests
{
    [TestMethod]
    public async Task TrustedSecret_RunOfAJobQueueElsewhere_IsARunAndNobody()
    {
        await using var app = await StartTrustingAsync();
        await using var elsewhere = await StartWithTargetAsync(app.Client.BaseAddress!);

        var created = await elsewhere.PostJobAsync(new { at = "now", name = "nightly", target = "app", user = "ann", request = new { uri = "/who", json = 1 } });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await elsewhere.EndedAsync(id);

        Assert.AreEqual($"{id} nightly 1 ann yes anonymous 1", await elsewhere.Client.GetStringAsync($"/jobqueue/api/runs/{id}/response"));
    }

    [TestMethod]
    public async Task TrustedSecret_OtherSignature_IsAnyRequest()
    {
        await using var app = await StartTrustingAsync();

        using var response = await app.Client.SendAsync(SignedRequest.Of("run-1", "1", Now, SignedRequest.OtherText).Message("/who"));

        Assert.AreEqual("none  anonymous 1", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task TrustedSecret_Replay_IsAnyRequest()
    {
        await using var app = await StartTrustingAsync();
        var request = SignedRequest.Of("run-1", "1", Now);

        using var first = await app.Client.SendAsync(request.Message("/who"));
        using var second = await app.Client.SendAsync(request.Message("/who"));

        Assert.AreEqual("run-1 nightly 2 ann yes anonymous 1", await first.Content.ReadAsStringAsync());
        Assert.AreEqual("none  anonymous 1", await second.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task TrustedSecret_JobQueuesOwnEndpoints_AreClosedToRuns()
    {
        await using var app = await StartTrustingAsync();

        using var response = await app.Client.SendAsync(SignedRequest.Of("run-1", "{}", Now).Message("/jobqueue/api/jobs"));

        Assert.AreEqual(HttpStatusCode.Forbidden, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "A run is not the local machine");
    }

    [TestMethod]
    // The signature says nothing of X-JobQueue-User, which is "ann".
    public async Task TrustedSecret_PolicyThatLetsRunsIn_IsNotTheUserOfTheField()
    {
        await using var app = await LibraryApp.StartAsync(
            "",
            app =>
            {
                app.UseAuthorization();
                app.MapJobQueue().RequireAuthorization(policy => policy.RequireAssertion(_ => true));
            },
            builder =>
            {
                builder.Services.AddAuthorization();
                builder.Configuration["JobQueue:TrustedSecrets:0"] = SignedRequest.Text;
            });

        using var asAnn = await app.Client.SendAsync(
            SignedRequest.Of("run-1", """{"at":"now + 1 hour","user":"ann","request":{"uri":"/a"}}""", Now).Message("/jobqueue/api/jobs"));
        using var asNobody = await app.Client.SendAsync(
            SignedRequest.Of("run-2", """{"at":"now + 1 hour","request":{"uri":"/a"}}""", Now).Message("/jobqueue/api/jobs"));
        var job = await asNobody.Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual((HttpStatusCode.Forbidden, HttpStatusCode.Created), (asAnn.StatusCode, asNobody.StatusCode));
        Assert.AreEqual(JsonValueKind.Null, job.GetProperty("requestedBy").ValueKind);
    }

    [TestMethod]
    // Secret, whether unsigned ones are refused, status
    [DataRow(SignedRequest.Text, false, HttpStatusCode.OK)]
    [DataRow(SignedRequest.OtherText, false, HttpStatusCode.Unauthorized)]
    [DataRow(SignedRequest.Text, true, HttpStatusCode.OK)]
    [DataRow(SignedRequest.OtherText, true, HttpStatusCode.Unauthorized)]
    public async Task Middleware_SignedRequest_IsARunOrRefused(string secret, bool isRequired, HttpStatusCode status)
    {
        await using var app = await StartAloneAsync(isRequired);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var response = await client.SendAsync(SignedRequest.Of("run-1", "1", Now, secret).Message("/who"));
        var text = await response.Content.ReadAsStringAsync();

        Assert.AreEqual(status, response.StatusCode);
        StringAssert.Contains(text, status == HttpStatusCode.OK ? "run-1 nightly 2 ann yes anonymous 1" : "no signature in webhook-signature is that of a known secret");
    }

    [TestMethod]
    // Whether unsigned ones are refused, status
    [DataRow(false, HttpStatusCode.OK, "none  anonymous 1")]
    [DataRow(true, HttpStatusCode.Unauthorized, "it is not signed")]
    public async Task Middleware_UnsignedRequest_LosesReservedFieldsOrIsRefused(bool isRequired, HttpStatusCode status, string expected)
    {
        await using var app = await StartAloneAsync(isRequired);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/who") { Content = new StringContent("1") };
        request.Headers.Add("X-Via-JobQueue", "yes");

        using var response = await client.SendAsync(request);

        Assert.AreEqual(status, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), expected);
    }

    [TestMethod]
    public void Middleware_NoSecretOrABadOne_IsRefusedAtOnce()
    {
        var app = WebApplication.Create();

        Assert.ThrowsExactly<ArgumentException>(() => app.UseJobQueueSignatures([]));
        Assert.ThrowsExactly<ArgumentException>(() => app.UseJobQueueSignatures(["secret"]));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static Task<LibraryApp> StartTrustingAsync() => LibraryApp.StartAsync(
        "",
        app =>
        {
            app.MapPost("/who", (Delegate)WhoAsync);
            app.MapJobQueue();
        },
        builder => builder.Configuration["JobQueue:TrustedSecrets:0"] = SignedRequest.Text);

    private static Task<LibraryApp> StartWithTargetAsync(Uri target) => LibraryApp.StartAsync("", app => app.MapJobQueue(), builder =>
    {
        builder.Configuration["JobQueue:Targets:app:BaseUrl"] = target.AbsoluteUri;
        builder.Configuration["JobQueue:Targets:app:Secret"] = SignedRequest.Text;
    });

    private static async Task<WebApplication> StartAloneAsync(bool isRequired)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseJobQueueSignatures([SignedRequest.Text], isRequired);
        app.MapPost("/who", (Delegate)WhoAsync);
        await app.StartAsync();
        return app;
    }

    private static async Task<string> WhoAsync(HttpContext context)
    {
        var run = context.GetJobRun();
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        var who = run is null ? "none" : $"{run.RunId} {run.JobName} {run.Attempt} {run.User}";
        return $"{who} {context.Request.Headers["X-Via-JobQueue"]} {context.User.Identity?.Name ?? "anonymous"} {body}";
    }
}
