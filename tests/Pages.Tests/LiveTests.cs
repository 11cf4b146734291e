using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace JobQueue.Pages.Tests;

/// <summary>What happens is seen without loading the page again, and what is pressed happens.</summary>
[TestClass]
public sealed class LiveTests
{
    private const int MostRetryMs = 15_000;

    [TestMethod]
    public async Task Overview_RunBeginsAndIsCancelled_IsShownAtOnce()
    {
        await using var host = await HostUnderTest.StartAsync("# nothing\n");
        await using var window = await Browser.OpenAsync(host.Url);
        await window.GoAsync("/");
        await Expect(window.Page.Locator("#live")).ToBeVisibleAsync();

        var id = await AddAsync(host, "/echo?delay=60s", "long-one");
        await window.Page.Locator("#running").GetByText("long-one").WaitForAsync();
        await window.Page.Locator("#running").GetByRole(AriaRole.Button).ClickAsync();
        await host.JobAsync("long-one", "removed");

        await Expect(window.Page.Locator("#running")).Not.ToContainTextAsync("long-one");
        Assert.AreEqual("cancelled", (string?)(await host.GetAsync($"/api/runs/{id}"))["state"]);
        Assert.IsEmpty(window.Faults, string.Join('\n', window.Faults));
    }

    [TestMethod]
    public async Task Progress_IsReported_MovesTheBar()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = await Target.StartAsync(async context =>
        {
            told.SetResult(context.Request.Headers["X-JobQueue-Progress"].ToString());
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        // Where the host is cannot be said before it is there: of the address it gives out, path and token count.
        await using var host = await HostUnderTest.StartAsync(
            "# nothing\n", $"--JobQueue:Targets:shop:BaseUrl={target.Url}", "--JobQueue:PublicUrl=http://127.0.0.1:1");
        await using var window = await Browser.OpenAsync(host.Url);
        var id = await AddAsync(host, "/", "zipping", "shop");
        var progress = new Uri(await told.Task).PathAndQuery;
        await window.GoAsync($"/runs/{id}");
        await Expect(window.Page.Locator("#live")).ToBeVisibleAsync();

        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var taken = await client.PutAsJsonAsync(progress, new { percent = 42, message = "zipping <b>all</b>" });

        Assert.AreEqual(HttpStatusCode.NoContent, taken.StatusCode);
        await Expect(window.Page.Locator("[data-progress] progress")).ToHaveJSPropertyAsync("value", 42);
        await Expect(window.Page.Locator("[data-progress] .message")).ToHaveTextAsync("zipping <b>all</b>");
        Assert.IsEmpty(window.Faults, string.Join('\n', window.Faults));
    }

    [TestMethod]
    [DataRow(
        "Object.defineProperty(document, 'hidden', { value: true, writable: true }); document.dispatchEvent(new Event('visibilitychange'))",
        "document.hidden = false; document.dispatchEvent(new Event('visibilitychange'))", DisplayName = "another tab")]
    [DataRow(
        "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))",
        "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))", DisplayName = "another page, and back")]
    public async Task Page_WhileItIsHidden_HoldsNoConnection(string hide, string show)
    {
        await using var host = await HostUnderTest.StartAsync("# nothing\n");
        await using var window = await Browser.OpenAsync(host.Url);
        await window.GoAsync("/");
        await Expect(window.Page.Locator("#live")).ToBeVisibleAsync();

        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        window.Page.RequestFailed += (_, request) => ended.TrySetResult(request.Url);
        await window.Page.EvaluateAsync(hide);

        Assert.AreEqual($"{host.Url}/api/events", await ended.Task.WaitAsync(JobQueueProcess.Limit));
        await Expect(window.Page.Locator("#live")).ToBeHiddenAsync();
        await AddAsync(host, "/echo?delay=60s", "meanwhile");
        await window.Page.EvaluateAsync(show);
        await Expect(window.Page.Locator("#live")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("#running")).ToContainTextAsync("meanwhile");
        Assert.IsEmpty(window.Faults, string.Join('\n', window.Faults));
    }

    [TestMethod]
    public async Task Events_RefusedAtFirst_AreAskedForLater()
    {
        await using var host = await HostUnderTest.StartAsync("# nothing\n");
        await using var window = await Browser.OpenAsync(host.Url);
        await window.Page.Clock.InstallAsync();
        await window.Page.RouteAsync("**/api/events", route => route.FulfillAsync(new() { Status = 502 }), new() { Times = 2 });
        await window.GoAsync("/");

        await Until.TrueAsync("the page to be live", async () =>
        {
            await window.Page.Clock.FastForwardAsync(MostRetryMs);
            return await window.Page.Locator("#live").IsVisibleAsync();
        });
    }

    [TestMethod]
    public async Task Page_CouldNotBeReadAnew_IsReadLater()
    {
        await using var host = await HostUnderTest.StartAsync("# nothing\n");
        await using var window = await Browser.OpenAsync(host.Url);
        await window.Page.Clock.InstallAsync();
        await window.Page.RunAndWaitForResponseAsync(() => window.GoAsync("/"), response => response.Request.ResourceType == "fetch");
        await window.Page.RouteAsync(host.Url + "/", route => route.FulfillAsync(new() { Status = 502 }));

        await window.Page.RunAndWaitForResponseAsync(
            () => host.PostAsync("/api/queues/default/pause"), response => response.Status == 502);
        await window.Page.UnrouteAsync(host.Url + "/");

        await Until.TrueAsync("the queue's pause", async () =>
        {
            await window.Page.Clock.FastForwardAsync(MostRetryMs);
            return (await window.Page.Locator("#queues").InnerTextAsync()).Contains("paused", StringComparison.Ordinal);
        });
    }

    [TestMethod]
    public async Task Part_ThatWasInUse_IsReadOnceItIsLeft()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = await Target.StartAsync(_ => gate.Task);
        await using var host = await HostUnderTest.StartAsync("# nothing\n", $"--JobQueue:Targets:shop:BaseUrl={target.Url}");
        await using var window = await Browser.OpenAsync(host.Url);
        var id = await AddAsync(host, "/", "watched", "shop");
        await window.GoAsync($"/runs/{id}");
        await Expect(window.Page.Locator("#live")).ToBeVisibleAsync();
        var reason = window.Page.Locator("#run [name=reason]");
        await reason.FillAsync("not yet");

        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        window.Page.Response += async (_, response) =>
        {
            if (response.Url.EndsWith(id, StringComparison.Ordinal) && (await response.TextAsync()).Contains("state succeeded", StringComparison.Ordinal))
                told.TrySetResult();
        };
        gate.SetResult();
        await told.Task.WaitAsync(JobQueueProcess.Limit);
        Assert.AreEqual("not yet", await reason.InputValueAsync());
        await reason.BlurAsync();

        await Expect(window.Page.Locator("#run .state").First).ToHaveTextAsync("succeeded");
        Assert.IsEmpty(window.Faults, string.Join('\n', window.Faults));
    }

    [TestMethod]
    public async Task NewJob_WhenIsTyped_IsExplainedAsItIsTyped_AndAdded()
    {
        await using var host = await HostUnderTest.StartAsync("# nothing\n");
        await using var window = await Browser.OpenAsync(host.Url);
        await window.GoAsync("/new");

        await window.Page.Locator("[name=when]").PressSequentiallyAsync("friday 99:00");
        await Expect(window.Page.Locator("#preview")).ToContainTextAsync("expected");
        await window.Page.Locator("[name=when]").FillAsync("*/5 9-17 * * mon-fri");
        await Expect(window.Page.Locator("#preview")).ToContainTextAsync("Monday to Friday");
        await window.Page.Locator("[name=uri]").FillAsync("/echo");
        await window.Page.Locator("[name=name]").FillAsync("typed");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add the job" }).ClickAsync();

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("typed");
        Assert.AreEqual("*/5 9-17 * * mon-fri", (string?)(await host.GetAsync("/api/jobs/typed"))["schedule"]);
        Assert.IsEmpty(window.Faults, string.Join('\n', window.Faults));
    }

    [TestMethod]
    public async Task NewJob_EnterInAField_AddsIt()
    {
        await using var host = await HostUnderTest.StartAsync("# nothing\n");
        await using var window = await Browser.OpenAsync(host.Url);
        await window.GoAsync("/new");

        await window.Page.Locator("[name=when]").FillAsync("tomorrow");
        await window.Page.Locator("[name=uri]").FillAsync("/echo");
        await window.Page.Locator("[name=name]").FillAsync("entered");
        await window.Page.Locator("[name=name]").PressAsync("Enter");

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("entered");
        Assert.AreEqual("scheduled", (string?)(await host.GetAsync("/api/jobs/entered"))["state"]);
    }

    private static async Task<string> AddAsync(HostUnderTest host, string uri, string name, string? target = null)
    {
        var (status, job) = await host.PostAsync("/api/jobs", new JsonObject
        {
            ["at"] = "now",
            ["name"] = name,
            ["target"] = target,
            ["request"] = new JsonObject { ["uri"] = uri },
        });
        Assert.AreEqual(201, status, $"{job}");
        return (string)job!["id"]!;
    }
}
