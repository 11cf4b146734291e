using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace JobQueue.Api.Tests.Signatures;

[TestClass]
public sealed class CanaryTests
{
    private const string Canary = "canary";

    // None is a part of another, and all have the word that is looked for; Base64 has it too: "whsec_" and "canary" in it.
    private static readonly (string Key, string Value)[] Secrets =
    [
        ("Secret", "whsec_canaryAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("Secrets:0", "whsec_canaryBBBBBBBBBBBBBBBBBBBBBBBBBB"),
        ("Headers:Authorization", "Bearer canary-of-the-bearer"), ("Headers:X-Api-Key", "canary+key/<1>"), ("Headers:Cookie", "session=canary-session"),
    ];

    [TestMethod]
    // What the target does with all it was told, and the state of the run
    [DataRow("/echo", "succeeded")]
    [DataRow("/redirect", "failed")]
    [DataRow("/broken", "failed")]
    public async Task Run_TargetGivesAllBack_LeavesNoSecretInLedgerLogsAndApi(string path, string state)
    {
        await using var target = await StartTargetAsync();
        var logs = new CollectedLogs();
        string ledger = "";
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue(), builder =>
        {
            builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
            builder.Configuration["JobQueue:Targets:echo:BaseUrl"] = target.Urls.Single();
            foreach (var (key, value) in Secrets)
                builder.Configuration[$"JobQueue:Targets:echo:{key}"] = value;
            builder.Services.PostConfigure<JobQueueOptions>(options => ledger = options.Store["sqlite:".Length..]);
        });

        var created = await app.PostJobAsync(new { at = "now", retry = 0, target = "echo", request = new { uri = path, body = "x" } });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var run = await app.EndedAsync(id);
        using var response = await app.Client.GetAsync($"/jobqueue/api/runs/{id}/response");
        var shown = run.GetRawText() + response.Headers + response.Content.Headers + await response.Content.ReadAsStringAsync()
            + await app.Client.GetStringAsync("/jobqueue/api/runs") + await app.Client.GetStringAsync("/jobqueue/api/jobs") + await created.Content.ReadAsStringAsync();
        var files = string.Concat(Directory.GetFiles(Path.GetDirectoryName(ledger)!, "jobqueue.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(ReadShared));

        Assert.AreEqual(state, run.GetProperty("state").GetString());
        StringAssert.Contains(shown + run, "[redacted]");
        StringAssert.Contains(files, "[redacted]");
        Assert.AreEqual(
            (false, false, false),
            (shown.Contains(Canary, StringComparison.OrdinalIgnoreCase), files.Contains(Canary, StringComparison.OrdinalIgnoreCase),
            logs.Text.Contains(Canary, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<WebApplication> StartTargetAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/echo", (HttpContext context) =>
        {
            context.Response.Headers["X-Echo"] = All(context);
            return Results.Json(new { said = All(context), raw = context.Request.Headers.Authorization.ToString() });
        });
        app.MapPost("/redirect", (HttpContext context) =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = $"http://example.com/{All(context)}?all={Uri.EscapeDataString(All(context))}";
        });
        app.MapPost("/broken", (HttpContext context) => Results.Text(All(context), statusCode: StatusCodes.Status500InternalServerError));
        await app.StartAsync();
        return app;
    }

    private static string All(HttpContext context) =>
        string.Join(' ', Secrets.Select(secret => secret.Value).Concat(context.Request.Headers.Select(field => $"{field.Key}={field.Value}")));

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private sealed class CollectedLogs : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
