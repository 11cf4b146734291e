using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobQueue.Pages.Tests;

/// <summary>Another server, which answers as a test says.</summary>
internal sealed class Target : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Target(WebApplication app) => _app = app;

    internal string Url => _app.Urls.Single();

    internal static async Task<Target> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var target = new Target(builder.Build());
        target._app.Run(answer);
        await target._app.StartAsync();
        return target;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
