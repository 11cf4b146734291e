using System.Diagnostics;
using System.Diagnostics.Metrics;
using JobQueue.Jobs;
using JobQueue.Jobs.Metrics;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.InProcess;

/// <summary>Sends a run's request through the app's own pipeline, without a socket.</summary>
internal sealed partial class InProcessSender(
    Pipeline pipeline,
    IHttpContextFactory contexts,
    IOptionsMonitor<InProcessOptions> options,
    TimeProvider time,
    ILogger<InProcessSender> logger,
    IServiceProviderIsService? services = null) : ISender
{
    /// <summary>How long an endpoint may go on after its cancellation before it counts as stuck.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly Counter<long> Stuck = Telemetry.Meter.CreateCounter<long>(
        "jobqueue.attempt.stuck", "{attempt}", "Attempts whose endpoint went on after its cancellation and the grace.");

    // To ask costs the services of a request, which an endpoint may not need.
    private readonly bool _mayResolve = services?.IsService(typeof(IJobUserResolver)) != false;

    public async Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort)
    {
        if (abort.IsCancellationRequested)
            return new AttemptResult(AttemptEnd.Aborted, null, null);
        if (!RunUri.TryJoin(options.CurrentValue.PublicOrigin.GetLeftPart(UriPartial.Authority), attempt.Request.Uri, out var uri))
            return new AttemptResult(AttemptEnd.NoResponse, null, $"\"{attempt.Request.Uri}\" is not a path");

        // 1. Enter the gate.
        if (!pipeline.TryEnter(out var app))
            return new AttemptResult(AttemptEnd.NotSent, null, "the app takes no runs: it is starting or stopping");
        var exchange = new Exchange(attempt, uri, app);

        // 2. To the thread pool, without the caller's ExecutionContext: an endpoint that sends would lose its IHttpContextAccessor.
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => _ = Exhaustion.GuardAsync(work.Sender.RunAsync(work.Exchange)), (Sender: this, Exchange: exchange), preferLocal: false);
        await using var registration =
            abort.UnsafeRegister(static lifetime => ((RequestLifetime)lifetime!).AbortByCaller(), exchange.Lifetime);
        try
        {
            return await exchange.Completion.Task.WaitAsync(abort) with { Address = uri };
        }
        catch (OperationCanceledException)
        {
            return await EndWithinGraceAsync(exchange);
        }
    }

    private async Task<AttemptResult> EndWithinGraceAsync(Exchange exchange)
    {
        try
        {
            return await exchange.Completion.Task.WaitAsync(Grace, time);
        }
        catch (TimeoutException) when (exchange.TryMarkStuck())
        {
            pipeline.ReportStuck();
            Stuck.Add(1, Tags.Method(exchange.Attempt.Request.Method));
            Log.IsStuck(logger, exchange.Attempt.RunId, exchange.Attempt.Request.Method, exchange.Uri.AbsolutePath, Grace.TotalSeconds);
            return new AttemptResult(AttemptEnd.Aborted, null, "the endpoint ignores its cancellation and is still running");
        }
        catch (TimeoutException)
        {
            return await exchange.Completion.Task;
        }
    }

    private async Task RunAsync(Exchange exchange)
    {
        var began = time.GetTimestamp();
        AttemptResult result;
        try
        {
            result = await ExchangeAsync(exchange);
        }
        catch (Exception exception)
        {
            // Not the endpoint: contexts or features could not be made, as when the app's services are gone.
            Log.CouldNotSend(logger, exception, exchange.Attempt.RunId);
            result = new AttemptResult(AttemptEnd.NoResponse, null, Exchange.Line(exception));
        }

        // 10. Leave the gate.
        var wasStuck = exchange.MarkEnded();
        pipeline.Leave(wasStuck);
        if (wasStuck)
            Log.EndedAfterAll(logger, exchange.Attempt.RunId, time.GetElapsedTime(began).TotalSeconds);
        exchange.Completion.SetResult(result);
    }

    private async Task<AttemptResult> ExchangeAsync(Exchange exchange)
    {
        var attempt = exchange.Attempt;

        // 3. Trace, identity, features.
        using var trace = AttemptTrace.Start(attempt, exchange.Uri, ActivityKind.Server, time);
        var run = new JobRunFeature(attempt, RunUsers.Principal(attempt, options.CurrentValue.Users));
        var features = exchange.Features(run, trace.TraceParent);

        // 4. The context.
        var context = contexts.Create(features);
        try
        {
            using var scope = Log.RunScope(logger, attempt.RunId, JobTitle.Of(attempt.JobName, attempt.Request));

            // 5. Who it is by now, and the pipeline, to the end of the response.
            var refusal = run.Principal.Identity is { IsAuthenticated: true }
                && _mayResolve ? await RunUsers.ResolveAsync(context, run) : null;
            var isAbandoned = exchange.Lifetime.IsAbortedByCaller;
            var thrown = refusal is null && !isAbandoned ? await exchange.RunPipelineAsync(context) : null;

            // 6. What came of it.
            var result = refusal is null || exchange.Lifetime.IsAbortedByCaller ? exchange.Take(context, thrown) : refusal;
            if (thrown is not null && result.End == AttemptEnd.Responded)
                Log.Threw(logger, thrown, attempt.Request.Method, exchange.Uri.AbsolutePath);

            // 7. What waits for the end, the request's services among it.
            await exchange.Response.RunCompletedAsync(failure => Log.CallbackThrew(logger, failure, attempt.RunId));

            // 8. Telemetry.
            trace.Complete(result, exchange.Route);
            return result;
        }
        finally
        {
            // 9. Nothing reads the context after this.
            contexts.Dispose(context);
        }
    }

    private static partial class Log
    {
        internal static readonly Func<ILogger, string, string, IDisposable?> RunScope =
            LoggerMessage.DefineScope<string, string>("run {RunId} of job {Job}");

        [LoggerMessage(97, LogLevel.Error, "{Method} {Path}: the endpoint threw an unhandled exception.")]
        internal static partial void Threw(ILogger logger, Exception exception, string method, string path);

        [LoggerMessage(2, LogLevel.Error, "Run {RunId}: a callback for the end of the response threw.")]
        internal static partial void CallbackThrew(ILogger logger, Exception exception, string runId);

        [LoggerMessage(3, LogLevel.Warning, "Run {RunId}: {Method} {Path} is stuck: still running {Seconds} s after it was cancelled.")]
        internal static partial void IsStuck(ILogger logger, string runId, string method, string path, double seconds);

        [LoggerMessage(4, LogLevel.Warning, "Run {RunId}: the stuck endpoint ended after {Seconds} s.")]
        internal static partial void EndedAfterAll(ILogger logger, string runId, double seconds);

        [LoggerMessage(5, LogLevel.Error, "Run {RunId} could not be sent into the app.")]
        internal static partial void CouldNotSend(ILogger logger, Exception exception, string runId);
    }
}
