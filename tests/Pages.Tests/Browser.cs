using System.Reflection;
using Microsoft.Playwright;

namespace JobQueue.Pages.Tests;

/// <summary>One Chromium for all tests; each has windows of its own.</summary>
[TestClass]
public static class Browser
{
    // Chromium looks for its makers' hosts at every start unless it is told not to.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)?>> Started = new(StartAsync);

    /// <summary>axe-core, as npm brings it; null where it is not there.</summary>
    private static readonly string? AxePath = typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "AxeScript").Value;

    private static bool IsAllTested => Environment.GetEnvironmentVariable("JOBQUEUE_TEST_ALL") is not null;

    /// <summary>A window; inconclusive where there is no Chromium, and need not be one.</summary>
    internal static async Task<Window> OpenAsync(string url, Look? look = null)
    {
        if (await Started.Value is not { } started)
        {
            Assert.IsFalse(IsAllTested, $"There is no Chromium at {string.Join(" or ", Programs)}.");
            Assert.Inconclusive("There is no Chromium: apt-get install chromium");
            throw new InvalidOperationException();
        }

        return await Window.OpenAsync(started.Browser, url, look ?? Look.Light);
    }

    /// <summary>The script of axe-core; inconclusive where it is not there, and need not be.</summary>
    internal static string Axe()
    {
        if (!File.Exists(AxePath))
        {
            Assert.IsFalse(IsAllTested, $"There is no {AxePath}.");
            Assert.Inconclusive("There is no axe-core: npm install --prefix tests/Pages.Tests");
        }

        return File.ReadAllText(AxePath!);
    }

    [AssemblyCleanup]
    public static async Task EndAsync()
    {
        await Shown.EndAsync();
        if (!Started.IsValueCreated || await Started.Value is not { } started)
            return;
        await started.Browser.DisposeAsync();
        started.Playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)?> StartAsync()
    {
        if (Programs.FirstOrDefault(File.Exists) is not { } program)
            return null;
        Assertions.SetDefaultExpectTimeout((float)JobQueueProcess.Limit.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments }));
    }
}
