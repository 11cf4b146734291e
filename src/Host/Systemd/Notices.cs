using System.Net.Sockets;
using JobQueue.Api.Hosting;
using Microsoft.Extensions.Options;

namespace JobQueue.Host.Systemd;

/// <summary>Tells the service manager when jobs are sent, when that ends, and in between that the process is alive.</summary>
internal sealed partial class Notices(
    NotifySocket socket, Liveness liveness, IOptions<JobQueueOptions> options, TimeProvider time, ILogger<Notices> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private volatile bool _isStopping;
    private Task _watching = Task.CompletedTask;

    /// <summary>After <see cref="JobQueueLife.StartedAsync"/>, which is registered before: it listens, and jobs are sent.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await TellAsync("READY=1", "STATUS=Jobs are sent");
        if (WatchdogPeriod.Find() is { } period)
            _watching = WatchAsync(period);
    }

    /// <summary>Before <see cref="JobQueueLife.StoppingAsync"/>: the last is stopped first.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        return TellAsync(
            "STOPPING=1", FormattableString.Invariant($"STATUS=Stopping: what runs has {options.Value.Grace.TotalSeconds} s to end"));
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _ended.CancelAsync();
        await _watching;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _ended.Dispose();

    private async Task WatchAsync(TimeSpan period)
    {
        using var timer = new PeriodicTimer(period, time);
        var isAlive = true;
        try
        {
            do
            {
                var wasAlive = isAlive;
                isAlive = await liveness.AnswersAsync(period, isTicking: !_isStopping);
                if (isAlive)
                    await TellAsync(wasAlive ? ["WATCHDOG=1"] : ["WATCHDOG=1", "STATUS=Jobs are sent"]);
                else if (wasAlive && !_isStopping)
                    await TellHangingAsync(period);
            }
            while (await timer.WaitForNextTickAsync(_ended.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private Task TellHangingAsync(TimeSpan period)
    {
        Log.Hangs(logger, period);
        return TellAsync("STATUS=The ledger or the clock does not answer");
    }

    private async Task TellAsync(params string[] assignments)
    {
        try
        {
            await socket.SendAsync(assignments);
        }
        catch (SocketException e)
        {
            Log.Unheard(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(95, LogLevel.Error, "The ledger or the clock has not answered for {Period}: the watchdog is told nothing")]
        internal static partial void Hangs(ILogger logger, TimeSpan period);

        [LoggerMessage(96, LogLevel.Warning, "The service manager does not hear what is written to NOTIFY_SOCKET: {Reason}")]
        internal static partial void Unheard(ILogger logger, string reason);
    }
}
