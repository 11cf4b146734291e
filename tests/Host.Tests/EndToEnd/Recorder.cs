using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>
/// A target in another process than the command: writes down each request, then answers as its query says. <c>status=503,200</c> is the
/// status of the first attempt and of those after it, <c>delay</c> milliseconds, <c>after</c> the Retry-After of statuses from 400.
/// </summary>
internal sealed class Recorder : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<Arrival> _arrivals = [];
    private int _inFlight;

    private Recorder(WebApplication app) => _app = app;

    internal string Url => _app.Urls.Single();

    /// <summary>Requests that came and are not answered.</summary>
    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>In the order they came.</summary>
    internal IReadOnlyList<Arrival> Arrivals
    {
        get
        {
            lock (_gate)
                return [.. _arrivals];
        }
    }

    internal static async Task<Recorder> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var recorder = new Recorder(builder.Build());
        recorder._app.Run(recorder.AnswerAsync);
        await recorder._app.StartAsync();
        return recorder;
    }

    /// <summary>What came of a job, by its name or id.</summary>
    internal IReadOnlyList<Arrival> Of(string job) => [.. Arrivals.Where(arrival => arrival.Job == job)];

    /// <summary>Waits until the job has come so often; what came.</summary>
    internal Task<IReadOnlyList<Arrival>> ReceivedAsync(string job, int count) => Until.SeenAsync(
        $"{count} requests of {job}", () => Task.FromResult(Of(job) is var came && came.Count >= count ? came : null));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, query) = (context.Request, context.Request.Query);
        var attempt = Number(request.Headers["X-JobQueue-Attempt"], 0);
        var statuses = query["status"].ToString().Split(',');
        var status = Number(statuses[Math.Clamp(attempt - 1, 0, statuses.Length - 1)], StatusCodes.Status200OK);
        Interlocked.Increment(ref _inFlight);
        try
        {
            Add(new Arrival(
                request.Headers["X-JobQueue-Run"].ToString(), attempt, request.Headers["X-JobQueue-Job"].ToString(),
                DateTimeOffset.Parse(request.Headers["X-JobQueue-Due"].ToString(), CultureInfo.InvariantCulture),
                DateTimeOffset.UtcNow, status));
            await Task.Delay(Number(query["delay"], 0), context.RequestAborted);
            context.Response.StatusCode = status;
            if (status >= StatusCodes.Status400BadRequest && query["after"].ToString() is { Length: > 0 } after)
                context.Response.Headers.RetryAfter = after;
        }
        catch (OperationCanceledException)
        {
            // The sender has gone.
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private void Add(Arrival arrival)
    {
        lock (_gate)
            _arrivals.Add(arrival);
    }

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
