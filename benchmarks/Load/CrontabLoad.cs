using System.Diagnostics;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Loading;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Benchmarks.Load;

/// <summary>The scheduler without a host: a ledger on disk, Quartz, and the crontab.</summary>
internal static class CrontabLoad
{
    /// <summary>Seconds of the first load, of a load with one line changed, and of a start on the ledger that these left.</summary>
    internal static async Task<IReadOnlyList<Figure>> MeasureAsync(int lines)
    {
        using var folder = new TempFolder();
        var crontab = folder.File("jobs.crontab");
        var text = Enumerable.Range(0, lines).Select(number => LoadCommand.Line(number)).ToArray();
        await File.WriteAllLinesAsync(crontab, text);
        var figures = new List<Figure>();

        await WithAsync(folder.File("jobqueue.db"), crontab, async loader =>
        {
            figures.Add(new Figure("load.first", await SecondsAsync(() => loader.StartAsync(CancellationToken.None)), "s"));
            text[lines / 2] = LoadCommand.Line(lines / 2, timeout: "31s");
            await File.WriteAllLinesAsync(crontab, text);
            figures.Add(new Figure("load.oneline", await SecondsAsync(() => loader.ReloadAsync(CancellationToken.None)), "s"));
        });
        await WithAsync(folder.File("jobqueue.db"), crontab, async loader =>
            figures.Add(new Figure("load.restart", await SecondsAsync(() => loader.StartAsync(CancellationToken.None)), "s")));
        return figures;
    }

    private static async Task WithAsync(string path, string crontab, Func<CrontabLoader, Task> use)
    {
        await using var ledger = Ledger.Open(path, NullLogger.Instance);
        using var sender = new HttpSender(() => [], TimeProvider.System);
        await using var clock = new QuartzClock(TimeProvider.System, NullLogger<QuartzClock>.Instance);
        await clock.PrepareAsync(CancellationToken.None);
        var dispatcher = new Dispatcher(ledger, sender, TimeProvider.System, new Random(1), NullLogger<Dispatcher>.Instance);
        var queue = new RunQueue(ledger, dispatcher, TimeProvider.System, new QueueLimits(1), NullLogger<RunQueue>.Instance);
        var options = new SchedulerOptions { Crontabs = [crontab] };
        using var recurring = new Recurring(ledger, queue, clock, TimeProvider.System, options);
        await use(new CrontabLoader(ledger, recurring, options, TimeProvider.System, NullLogger<CrontabLoader>.Instance));
    }

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
