using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Pages.Tests;

/// <summary>What others wrote comes alive on no page.</summary>
[TestClass]
public sealed class HostileTests
{
    private const int AtOnce = 4;
    private static readonly string[] MediaTypes = ["text/html", "image/svg+xml", "application/json", "text/plain", "application/xhtml+xml"];

    [TestMethod]
    public async Task Pages_OfHostileTexts_ShowThemAsText()
    {
        await using var target = await Target.StartAsync(AnswerAsync);
        await using var host = await HostUnderTest.StartAsync($"TARGET={target.Url}\n@every 1d - /x --name line --summary '{HostileTexts.All[0]}'\n",
            $"--JobQueue:Targets:shop:BaseUrl={target.Url}");
        var ids = await Task.WhenAll(HostileTexts.All.Select((text, number) => AddAsync(host, text, number)));
        await Until.TrueAsync("the end of all runs", () => host.Ledger.Count(LedgerFile.OpenRuns) == 0);
        string[] pages =
        [
            "/", "/jobs", "/runs?limit=500", "/events", "/crontab",
            .. ids.Select(id => $"/runs/{id}"),
            // They show less of the same, in the same manner.
            .. ids.Where((_, number) => number % 10 == 0).Select(id => $"/jobs/{id}"),
        ];
        var windows = pages.Chunk((pages.Length / AtOnce) + 1);

        var found = await Task.WhenAll(windows.Select(paths => VisitAsync(host.Url, paths)));

        Assert.HasCount(500, HostileTexts.All);
        Assert.IsEmpty(found.SelectMany(one => one), string.Join('\n', found.SelectMany(one => one).Take(20)));
    }

    // The text in every field that takes any text.
    private static async Task<string> AddAsync(HostUnderTest host, string text, int number)
    {
        var visible = string.Concat(text.Where(char.IsAscii));
        var (status, job) = await host.PostAsync("/api/jobs", new JsonObject
        {
            ["at"] = "now",
            ["target"] = "shop",
            ["requestedBy"] = text,
            ["summary"] = text,
            ["user"] = "-",
            ["retry"] = 0,
            ["request"] = new JsonObject
            {
                ["method"] = "POST",
                ["uri"] = $"/{Uri.EscapeDataString(text)}?number={number}&text={Uri.EscapeDataString(text)}",
                ["headers"] = new JsonObject { ["X-Text"] = visible },
                ["body"] = text,
            },
        });
        Assert.AreEqual(201, status, $"{job}");
        var id = (string)job!["id"]!;
        await host.PostAsync($"/api/runs/{id}/cancel", new JsonObject { ["reason"] = text.Replace('\u2028', ' ') });
        return id;
    }

    // As many media types and statuses as texts have places to stand in.
    private static async Task AnswerAsync(HttpContext context)
    {
        var text = context.Request.Query["text"].ToString();
        var number = int.Parse(context.Request.Query["number"].ToString() is { Length: > 0 } said ? said : "0", null);
        context.Response.StatusCode = (number % 3) switch { 0 => 200, 1 => 302, _ => 500 };
        context.Response.ContentType = MediaTypes[number % MediaTypes.Length];
        var visible = string.Concat(text.Where(char.IsAscii));
        context.Response.Headers.Location = $"javascript:{visible}";
        context.Response.Headers["X-Text"] = visible;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private static async Task<IReadOnlyList<string>> VisitAsync(string url, IEnumerable<string> paths)
    {
        await using var window = await Browser.OpenAsync(url);
        var found = new List<string>();
        foreach (var path in paths)
        {
            var status = await window.GoAsync(path);
            if (status != 200 || await window.Page.EvaluateAsync<bool>("'hit' in window"))
                found.Add($"{path}: {status}, or a script ran");
        }

        return [.. found, .. window.Faults];
    }
}
