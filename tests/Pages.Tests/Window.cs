using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace JobQueue.Pages.Tests;

/// <summary>A browser's window on the pages of one host, which notes whatever goes wrong in it.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _url;
    private readonly ConcurrentQueue<string> _faults = new();

    private Window(IBrowserContext context, IPage page, string url) => (_context, Page, _url) = (context, page, url);

    internal IPage Page { get; }

    /// <summary>Errors of the console, scripts that failed, dialogs, and requests to elsewhere.</summary>
    internal IReadOnlyCollection<string> Faults => _faults;

    internal static async Task<Window> OpenAsync(IBrowser browser, string url, Look look)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Colors,
            JavaScriptEnabled = look.HasScript,
        });
        var page = await context.NewPageAsync();
        var window = new Window(context, page, url);
        page.Console += (_, message) => window.Note(message.Type is "error" or "warning", $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => window.Note(true, error);
        page.Request += (_, request) => window.Note(!request.Url.StartsWith(url, StringComparison.Ordinal), $"a request to {request.Url}");
        page.Dialog += async (_, dialog) =>
        {
            window.Note(true, $"a dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        return window;
    }

    /// <summary>Opens a page; its status.</summary>
    internal async Task<int> GoAsync(string path) => (await Page.GotoAsync(_url + path))!.Status;

    /// <summary>What axe-core finds against WCAG 2.2 AA, a line each.</summary>
    internal async Task<IReadOnlyList<string>> BarriersAsync()
    {
        // Not as an element of the page, which its policy would refuse.
        await Page.EvaluateAsync(Browser.Axe());
        var found = await Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations
                .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`))
            """);
        return [.. found.EnumerateArray().Select(barrier => barrier.GetString()!)];
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isFault, string what)
    {
        if (isFault)
            _faults.Enqueue(what);
    }
}
