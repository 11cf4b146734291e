namespace JobQueue.Pages.Tests;

/// <summary>Every page, in every look: nothing goes wrong in the browser, and nobody is kept out.</summary>
[TestClass]
public sealed class PagesTests
{
    private static readonly string[] Paths =
    [
        "/", "/jobs", "/jobs?q=backup", "/jobs/nightly-backup", "/jobs/orders", "/jobs/paused-one", "/jobs/move", "/runs", "/runs?state=failed",
        "/runs/{warm-up}", "/runs/{orders}", "/runs/{slow}", "/new", "/new?replay={orders}", "/crontab", "/events", "/keys", "/about", "/login",
    ];

    private static readonly Look[] Looks = [Look.Light, Look.Dark, Look.Phone, Look.WithoutScript];

    public static IEnumerable<object[]> PathsInLooks => Paths.SelectMany(path => Looks.Select(look => new object[] { path, look.Name }));

    public static IEnumerable<object[]> PathsInColors => Paths.SelectMany(path => new[] { new object[] { path, "light" }, [path, "dark"] });

    [TestMethod]
    [DynamicData(nameof(PathsInLooks))]
    public async Task Page_InEveryLook_IsThereWithoutAFault(string path, string look)
    {
        var host = await Shown.HostAsync();
        await using var window = await Browser.OpenAsync(host.Url, Looks.Single(one => one.Name == look));

        var status = await window.GoAsync(await Shown.PathAsync(path));

        Assert.AreEqual(200, status);
        Assert.AreEqual(1, await window.Page.Locator("h1").CountAsync());
        Assert.IsEmpty(window.Faults, string.Join('\n', window.Faults));
    }

    [TestMethod]
    [DynamicData(nameof(PathsInColors))]
    public async Task Page_InEveryColor_HasNoBarrier(string path, string look)
    {
        var host = await Shown.HostAsync();
        await using var window = await Browser.OpenAsync(host.Url, Looks.Single(one => one.Name == look));

        await window.GoAsync(await Shown.PathAsync(path));
        var barriers = await window.BarriersAsync();

        Assert.IsEmpty(barriers, string.Join('\n', barriers));
    }

    [TestMethod]
    [DynamicData(nameof(PathsOnPhones))]
    public async Task Page_OnAPhone_IsNoWiderThanIt(string path)
    {
        var host = await Shown.HostAsync();
        await using var window = await Browser.OpenAsync(host.Url, Look.Phone);

        await window.GoAsync(await Shown.PathAsync(path));
        var width = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

        Assert.IsLessThanOrEqualTo(Look.Phone.Width, width);
    }

    public static IEnumerable<object[]> PathsOnPhones => Paths.Select(path => new object[] { path });

    [TestMethod]
    public async Task Download_OfAFailedRunsResponse_IsTaken()
    {
        var host = await Shown.HostAsync();
        await using var window = await Browser.OpenAsync(host.Url);
        await window.GoAsync(await Shown.PathAsync("/runs/{orders}"));

        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.GetByText("Download", new() { Exact = true }).ClickAsync());

        Assert.IsNull(await download.FailureAsync());
        Assert.Contains("order=42", await File.ReadAllTextAsync(await download.PathAsync()));
    }

    [TestMethod]
    [DataRow("/runs/none")]
    [DataRow("/jobs/none")]
    public async Task Page_OfWhatIsNotThere_SaysSo(string path)
    {
        var host = await Shown.HostAsync();
        await using var window = await Browser.OpenAsync(host.Url);

        var status = await window.GoAsync(path);

        Assert.AreEqual(404, status);
        Assert.Contains("There is no", await window.Page.Locator("main").InnerTextAsync());
    }

    [TestMethod]
    public async Task Keyboard_FirstTab_SkipsToTheContent()
    {
        var host = await Shown.HostAsync();
        await using var window = await Browser.OpenAsync(host.Url);

        await window.GoAsync("/jobs");
        await window.Page.Keyboard.PressAsync("Tab");
        var first = await window.Page.EvaluateAsync<string>("document.activeElement.textContent");
        await window.Page.Keyboard.PressAsync("Enter");

        Assert.AreEqual("Skip to the content", first);
        Assert.AreEqual("main", await window.Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/jobs")]
    [DataRow("/new")]
    public async Task Keyboard_Tab_ReachesAllThatCanBePressed_AndShowsWhereItIs(string path)
    {
        var host = await Shown.HostAsync();
        await using var window = await Browser.OpenAsync(host.Url);

        await window.GoAsync(path);
        var missed = await window.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
                .filter(element => element.checkVisibility())
                .filter(element => {
                    element.focus({ focusVisible: true });
                    return document.activeElement !== element || element.tabIndex < 0 || getComputedStyle(element).outlineStyle === "none";
                })
                .map(element => element.outerHTML)
            """);

        Assert.IsEmpty(missed, string.Join('\n', missed));
    }
}
