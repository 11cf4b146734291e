using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobQueue.Host.Tests.Telemetry;

/// <summary>A collector on this machine that takes OTLP over HTTP and keeps the bytes: texts stand in protobuf as they are.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, StringBuilder> _received = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    internal string Url => _app.Urls.Single();

    internal static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>What came for a path like <c>/v1/traces</c>, a character a byte.</summary>
    internal string Received(string path)
    {
        lock (_received)
            return _received.GetValueOrDefault(path)?.ToString() ?? "";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        lock (_received)
        {
            var path = context.Request.Path.Value!;
            if (!_received.TryGetValue(path, out var all))
                _received[path] = all = new StringBuilder();
            all.Append(Encoding.Latin1.GetString(body.ToArray()));
        }

        context.Response.ContentType = "application/x-protobuf";
    }
}
