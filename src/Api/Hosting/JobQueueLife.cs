using JobQueue.Api.Continuations;
using JobQueue.Api.Health;
using JobQueue.Api.InProcess;
using JobQueue.Api.Keys;
using JobQueue.Jobs;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Loading;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>From the start of the app to its end: what JobQueue does, in order.</summary>
internal sealed partial class JobQueueLife(
    Ledger ledger,
    RunQueue queue,
    ClusterWork work,
    QueueGauges gauges,
    QuartzClock clock,
    ClockStall stall,
    Recurring recurring,
    Reconciler reconciler,
    Waiting waiting,
    CrontabLoader crontab,
    CrontabWatch watch,
    DailyPruning pruning,
    Notifying notifying,
    Pipeline pipeline,
    Keyring keyring,
    Sessions sessions,
    AdminPolicy adminPolicy,
    EndpointDataSource endpoints,
    IServer server,
    TimeProvider time,
    IOptions<JobQueueOptions> options,
    IHostEnvironment environment,
    IHostApplicationLifetime app,
    ILogger<JobQueueLife> logger) : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>What a stop may take beyond the grace: endpoints that ignore cancellation, and the last commits.</summary>
    internal static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task[] _loops = [];
    private string _loaded = "";
    private int _isDisposed;

    /// <summary>Whether jobs are sent: from the app's start to its stop, while the ledger is well.</summary>
    internal bool IsReady { get; private set; }

    /// <summary>The ledger and the crontab, before the app takes requests.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Exhaustion.GuardAsync(StopWithLedgerAsync());
        await keyring.LoadAsync();
        if (options.Value.IsHost && ledger.Cluster.IsShared)
            await Task.Run(sessions.Prepare, cancellationToken);
        Doors.Check(endpoints, options.Value.Addresses, keyring, options.Value, environment);
        await adminPolicy.CheckAsync();
        Tell(await ledger.WriteAsync(connection => Recovery.Recover(connection, time.GetUtcNow())));
        Failpoint.Reach(Failpoint.AfterRecovery);
        clock.Due = recurring.DueAsync;
        clock.Alarm = waiting.ReleaseAsync;
        JoinCluster();
        queue.Waits += until => _ = NoteWaitAsync(until);
        await clock.PrepareAsync(cancellationToken);
        // Of a clock that is not prepared it cannot be set; what waits until then is released when it starts.
        ledger.Cluster.On(Notice.Alarm, _ => waiting.LookAsync());
        _loaded = await watch.StampAsync();
        await crontab.StartAsync(cancellationToken);
    }

    /// <summary>Sending, once the app's pipeline stands.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        RespondAsyncRule.Check(endpoints);
        Doors.Check(endpoints, Listening, keyring, options.Value, environment);
        pipeline.Open();
        await queue.StartAsync();
        await clock.StartAsync(cancellationToken);
        stall.Begin();
        await waiting.ReleaseAsync();
        await recurring.RebootAsync(await RebootDueAsync());
        _loops =
        [
            Exhaustion.GuardAsync(watch.RunAsync(_loaded, _stopping.Token)),
            Exhaustion.GuardAsync(pruning.RunAsync(_stopping.Token)),
            Exhaustion.GuardAsync(notifying.RunAsync(_stopping.Token)),
            Exhaustion.GuardAsync(reconciler.RunAsync(_stopping.Token)),
        ];
        gauges.Start();
        IsReady = true;
        Log.Next(logger, recurring.Count, Upcoming());
        Log.Ready(logger, string.Join(", ", Listening), ledger.Name);
    }

    /// <summary>Nothing new is sent; what runs gets its grace. The app still answers.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsReady = false;
        Log.Stopping(logger, options.Value.Grace);
        await EndLoopsAsync();
        await clock.StopAsync(cancellationToken);
        await queue.StopAsync(options.Value.Grace);
        pipeline.Close();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Of an app that was not stopped, too.</summary>
    public async ValueTask DisposeAsync()
    {
        // Once for each of the two services that it is.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await EndLoopsAsync();
        ledger.Cluster.StopListening();
        _stopping.Dispose();
    }

    // What failed in one, as while the database is away, holds up neither the others nor the stop.
    private async Task EndLoopsAsync()
    {
        await _stopping.CancelAsync();
        foreach (var loop in Interlocked.Exchange(ref _loops, []))
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (loop.Exception is { } failure)
                Log.LoopFailed(logger, failure.GetBaseException());
        }
    }

    private void JoinCluster()
    {
        work.Begin();
        var cluster = ledger.Cluster;
        cluster.On(Notice.Keys, _ => keyring.LoadAsync());
        cluster.On(Notice.Crontab, _ =>
        {
            watch.Compare();
            return Task.CompletedTask;
        });
        cluster.On(Notice.Job, async id =>
        {
            await recurring.SyncAsync(id);
            await clock.WakeAsync(_stopping.Token);
        });
        cluster.Start(TakeOver, logger);
    }

    private void TakeOver(List<Run> recovered)
    {
        Tell(recovered);
        foreach (var name in recovered.Select(run => run.Policy.Queue).Distinct())
            queue.Wake(name);
    }

    // Several processes do so once a revision of the crontab.
    private async Task<DateTimeOffset> RebootDueAsync() => ledger.Cluster.IsShared && await ledger.ReadAsync(CrontabRows.Revision) is { } revision
        ? revision.Loaded
        : time.GetUtcNow();

    private ICollection<string> Listening => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private void Tell(List<Run> recovered)
    {
        if (recovered.Count > 0)
            Log.Recovered(logger, recovered.Count, recovered.Count(run => run.State == RunState.Pending));
        foreach (var run in recovered.Where(run => run.State is RunState.Quarantined or RunState.Failed))
            Log.NotSentAgain(logger, run.Id, JobTitle.Of(run), run.Error);
    }

    private async Task StopWithLedgerAsync()
    {
        if (await ledger.Ended is null)
            return;
        IsReady = false;
        Environment.ExitCode = 1;
        app.StopApplication();
    }

    private async Task NoteWaitAsync(DateTimeOffset until)
    {
        try
        {
            await waiting.NoteAsync(until);
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e))
        {
            Log.NoAlarm(logger, until, e);
        }
    }

    private string Upcoming()
    {
        var now = time.GetUtcNow();
        var next = recurring.All.MinBy(job => job.Schedule.NextAfter(now) ?? DateTimeOffset.MaxValue);
        return next?.Schedule.NextAfter(now) is { } due
            ? FormattableString.Invariant(
                $"{next.Job.Request.Method} {next.Job.Request.Uri.Split('?')[0]} at {due.ToLocalTime():yyyy-MM-dd'T'HH:mm:sszzz}")
            : "none by time";
    }

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Information, "{Count} recurring jobs; next: {Next}")]
        internal static partial void Next(ILogger logger, int count, string next);

        [LoggerMessage(52, LogLevel.Information, "Listening on {Addresses}; the ledger is {Ledger}")]
        internal static partial void Ready(ILogger logger, string addresses, string ledger);

        [LoggerMessage(53, LogLevel.Information, "Stopping: nothing new is sent, what runs has {Grace} to end")]
        internal static partial void Stopping(ILogger logger, TimeSpan grace);

        [LoggerMessage(54, LogLevel.Warning, "Runs in flight when their process ended: {Count}; {Again} of them are sent again")]
        internal static partial void Recovered(ILogger logger, int count, int again);

        [LoggerMessage(55, LogLevel.Error, "Run {Run} of {Job} is not sent again: {Error}")]
        internal static partial void NotSentAgain(ILogger logger, string run, string job, string? error);

        [LoggerMessage(56, LogLevel.Warning, "What this process does beside sending ended with a failure")]
        internal static partial void LoopFailed(ILogger logger, Exception e);

        [LoggerMessage(51, LogLevel.Error, "The alarm could not be set to {Until}")]
        internal static partial void NoAlarm(ILogger logger, DateTimeOffset until, Exception e);
    }
}
