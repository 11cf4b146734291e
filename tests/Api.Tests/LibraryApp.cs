using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace JobQueue.Api.Tests;

/// <summary>An app of somebody's own with JobQueue in it, on Kestrel at a free port of loopback, with a ledger and a crontab of its own.</summary>
internal sealed class LibraryApp : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    private LibraryApp(string crontab, string environment, Action<WebApplicationBuilder>? add, Action<WebApplication> map)
    {
        TempFolder.Write(CrontabFile, crontab);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(LibraryApp).Assembly.GetName().Name,
            EnvironmentName = environment,
            ContentRootPath = _folder.Path,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddJobQueue(options =>
        {
            options.Crontab = CrontabFile;
            options.Store = "sqlite:" + _folder.File("jobqueue.db");
        });
        add?.Invoke(builder);
        App = builder.Build();
        map(App);
    }

    public WebApplication App { get; }

    /// <summary>The path of its crontab.</summary>
    public string CrontabFile => _folder.File("jobs.crontab");

    public HttpClient Client { get; private set; } = new();

    public static async Task<LibraryApp> StartAsync(
        string crontab, Action<WebApplication> map, Action<WebApplicationBuilder>? add = null, string environment = "Development")
    {
        var app = new LibraryApp(crontab, environment, add, map);
        try
        {
            await app.App.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        app.Client = new HttpClient { BaseAddress = new Uri(app.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        return app;
    }

    /// <summary>Puts another crontab in the place of the one before, at once and whole.</summary>
    public void WriteCrontab(string text)
    {
        TempFolder.Write(CrontabFile + ".new", text);
        File.Move(CrontabFile + ".new", CrontabFile, overwrite: true);
    }

    public async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(path);

    public Task<HttpResponseMessage> PostJobAsync(object job) => Client.PostAsJsonAsync("/jobqueue/api/jobs", job);

    /// <summary>The id of a new run that is due now.</summary>
    public async Task<string> AddNowAsync(string uri)
    {
        var created = await PostJobAsync(new { at = "now", request = new { uri } });
        return (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>The job of this name, once there is one.</summary>
    public async Task<JsonElement> FoundAsync(string name)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            using var answer = await Client.GetAsync($"/jobqueue/api/jobs/{name}", limit.Token);
            if (answer.IsSuccessStatusCode)
                return await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
            await poll.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>This run, once it has ended.</summary>
    public Task<JsonElement> EndedAsync(string runId) => RunAsync(runId, run => run.GetProperty("finished").ValueKind != JsonValueKind.Null);

    /// <summary>This run, once it waits for its next attempt.</summary>
    public Task<JsonElement> AttemptedAsync(string runId) => RunAsync(runId, run => run.GetProperty("notBefore").ValueKind != JsonValueKind.Null);

    /// <summary>This run, once the time of its next attempt has come.</summary>
    public Task<JsonElement> PastAsync(string runId) =>
        RunAsync(runId, run => run.GetProperty("notBefore").GetDateTimeOffset() < TimeProvider.System.GetUtcNow());

    private async Task<JsonElement> RunAsync(string runId, Predicate<JsonElement> isReached)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        JsonElement run;
        do
            run = await Client.GetFromJsonAsync<JsonElement>($"/jobqueue/api/runs/{runId}", limit.Token);
        while (!isReached(run) && await poll.WaitForNextTickAsync(limit.Token));
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        _folder.Dispose();
    }
}
