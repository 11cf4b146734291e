using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobQueue.Benchmarks;

/// <summary>An app with all of JobQueue in it, in this process: clock, ledger, queue and in-process sending into <c>GET /arrivals</c>.</summary>
internal sealed class LiveApp : IAsyncDisposable
{
    internal const string Arrivals = "/arrivals";

    private readonly WebApplication _app;

    private LiveApp(WebApplication app) => _app = app;

    internal Ledger Ledger => _app.Services.GetRequiredService<Ledger>();

    internal JobCommands Commands => _app.Services.GetRequiredService<JobCommands>();

    /// <param name="folder">Where the ledger and the crontab are.</param>
    /// <param name="crontab">The crontab.</param>
    /// <param name="concurrency">Slots; null for as many as JobQueue has where nothing is said.</param>
    /// <param name="arrived">The first line of the endpoint.</param>
    internal static async Task<LiveApp> StartAsync(TempFolder folder, string crontab, int? concurrency, Action<JobRun> arrived)
    {
        await File.WriteAllTextAsync(folder.File("jobs.crontab"), crontab);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddJobQueue(options =>
        {
            options.IsHost = true;
            options.Store = $"sqlite:{folder.File("jobqueue.db")}";
            options.Crontab = folder.File("jobs.crontab");
            options.TimeZone = "UTC";
            options.Concurrency = concurrency ?? options.Concurrency;
        });
        var app = builder.Build();
        app.MapGet(Arrivals, context =>
        {
            arrived(context.GetJobRun()!);
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return new LiveApp(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
