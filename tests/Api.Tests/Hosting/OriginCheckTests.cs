using System.Collections.Concurrent;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class OriginCheckTests
{
    private const int OfTheCheck = 57;

    [TestMethod]
    // AllowedHosts, JobQueue:PublicOrigin, what a run is answered, what is warned of
    [DataRow("*", null, 200, "")]
    [DataRow("127.0.0.1;jobs.example.com;localhost", null, 200, "")]
    [DataRow("127.0.0.1;jobs.example.com", null, 400, "AllowedHosts does not have localhost")]
    [DataRow("127.0.0.1;JOBS.example.com", "https://jobs.example.com", 200, "")]
    [DataRow("127.0.0.1;*.example.com", "https://jobs.example.com", 200, "")]
    [DataRow("127.0.0.1;*.example.com", "https://example.com", 400, "AllowedHosts does not have example.com")]
    public async Task Start_AppThatRefusesTheHostOfRuns_SaysSo(string allowed, string? origin, int status, string expected)
    {
        using var warnings = new Warnings();
        await using var app = await LibraryApp.StartAsync("", Map, builder =>
        {
            builder.Configuration["AllowedHosts"] = allowed;
            builder.Configuration.AddInMemoryCollection(
                new Dictionary<string, string?> { ["JobQueue:PublicOrigin"] = origin }.Where(setting => setting.Value is not null));
            builder.Logging.AddProvider(warnings);
        });

        var run = await app.EndedAsync(await app.AddNowAsync("/work"));

        Assert.AreEqual((status, expected), (run.GetProperty("status").GetInt32(), warnings.Text.Split(':')[0]));
    }

    private static void Map(WebApplication app)
    {
        app.MapJobQueue();
        app.MapGet("/work", () => "worked");
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == OfTheCheck)
                _lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
