using JobQueue.Api.InProcess;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Tests.InProcess;

/// <summary>An app on Kestrel at a free port of loopback, with both ways to send into it.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpSender _http = new(() => [], TimeProvider.System);

    private TestApp(WebApplication app) => _app = app;

    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    public IServiceProvider Services => _app.Services;

    public Pipeline Pipeline => Services.GetRequiredService<Pipeline>();

    public string Address => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<TestApp> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? add = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(TestApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        add?.Invoke(builder);
        builder.Services.AddInProcessSending();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        app.Services.GetRequiredService<Pipeline>().Open();
        return new TestApp(app);
    }

    /// <summary>Addresses runs to the server's own origin, so that what the app says of itself is the same on both ways.</summary>
    public void UseServerOrigin() =>
        Services.GetRequiredService<IOptionsMonitor<InProcessOptions>>().CurrentValue.PublicOrigin = new Uri(Address);

    public Task<AttemptResult> SendInProcessAsync(RunAttempt attempt, CancellationToken abort = default) =>
        Services.GetRequiredService<ISender>().SendAsync(attempt, abort).WaitAsync(Limit, CancellationToken.None);

    public Task<AttemptResult> SendThroughKestrelAsync(RunAttempt attempt, CancellationToken abort = default) =>
        _http.SendAsync(attempt with { Request = attempt.Request with { Uri = Address + attempt.Request.Uri } }, abort).WaitAsync(Limit, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
