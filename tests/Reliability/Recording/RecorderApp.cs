using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace JobQueue.Reliability.Recording;

/// <summary>
/// A target: writes each request down, then answers as its query says. <c>status=503,200</c> is the status of the first attempt and of
/// those after it, <c>delay</c> likewise the milliseconds before the answer, <c>drip</c> milliseconds in the middle of its body,
/// <c>after</c> the Retry-After of statuses from 400.
/// </summary>
internal sealed class RecorderApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly AppendFile _file;
    private long _sequence;

    private RecorderApp(WebApplication app, AppendFile file) => (_app, _file) = (app, file);

    internal string Url => _app.Urls.Single();

    internal static async Task<RecorderApp> StartAsync(string path, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        var recorder = new RecorderApp(builder.Build(), new AppendFile(path));
        recorder._app.Run(recorder.AnswerAsync);
        await recorder._app.StartAsync();
        return recorder;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _file.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var arrival = await ArrivalAsync(context.Request);
        var sequence = Interlocked.Increment(ref _sequence);
        _file.Add(RecorderLog.Came(sequence, arrival));
        try
        {
            await Task.Delay(Number(OfAttempt(query["delay"], arrival.Attempt), 0), context.RequestAborted);
            context.Response.StatusCode = arrival.Status;
            if (arrival.Status >= StatusCodes.Status400BadRequest && query["after"].ToString() is { Length: > 0 } after)
                context.Response.Headers.RetryAfter = after;
            if (Number(query["drip"], 0) is > 0 and var drip)
                await DripAsync(context, drip);
        }
        catch (OperationCanceledException)
        {
            // The sender has gone.
        }
        finally
        {
            _file.Add(RecorderLog.Ended(sequence, DateTimeOffset.UtcNow));
        }
    }

    private static async Task<Arrival> ArrivalAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var attempt = Number(request.Headers["X-JobQueue-Attempt"], 0);
        return new Arrival(
            Word(request.Headers["X-JobQueue-Run"]), attempt, Word(request.Headers["X-JobQueue-Job"]),
            DateTimeOffset.TryParse(request.Headers["X-JobQueue-Due"], CultureInfo.InvariantCulture, out var due) ? due : default,
            DateTimeOffset.UtcNow,
            Number(OfAttempt(request.Query["status"], attempt), StatusCodes.Status200OK),
            Arrival.Hash(body.ToArray()),
            Word(request.Path.Value?.Split('/')[1]));
    }

    private static async Task DripAsync(HttpContext context, int milliseconds)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.WriteAsync("first half, ", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(milliseconds, context.RequestAborted);
        await context.Response.WriteAsync("second half\n", context.RequestAborted);
    }

    // The last word is for all further attempts.
    private static string OfAttempt(string? words, int attempt) =>
        (words ?? "").Split(',') is var each ? each[Math.Clamp(attempt - 1, 0, each.Length - 1)] : "";

    // A request that no run sent is written down too.
    private static string Word(string? text) => string.IsNullOrEmpty(text) ? "-" : text;

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
