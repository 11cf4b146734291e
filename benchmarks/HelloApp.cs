using JobQueue.Api.InProcess;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobQueue.Benchmarks;

/// <summary>The smallest app to send runs into: <c>GET /hello</c>, and <c>POST /hello</c>, which answers with its body.</summary>
internal sealed class HelloApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HelloApp(WebApplication app) => _app = app;

    internal ISender Sender => _app.Services.GetRequiredService<ISender>();

    internal static async Task<HelloApp> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddInProcessSending();
        var app = builder.Build();
        app.MapGet("/hello", () => "hello");
        app.MapPost("/hello", AnswerInKindAsync);
        await app.StartAsync();
        app.Services.GetRequiredService<Pipeline>().Open();
        return new HelloApp(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerInKindAsync(HttpContext context) =>
        await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
}
