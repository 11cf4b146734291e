using System.Globalization;
using JobQueue.Jobs.Store;

namespace JobQueue.Benchmarks.Herd;

/// <summary>Many jobs due at the same instant, in an app with all of JobQueue in it.</summary>
internal static class JobQueueHerd
{
    private const int Producers = 64;

    private static readonly JobRequest Request = new() { Method = "GET", Uri = LiveApp.Arrivals };

    /// <summary>One-time jobs, all in the ledger before they are due.</summary>
    internal static async Task<IReadOnlyList<Figure>> OneTimeAsync(int jobs, int? concurrency)
    {
        var due = Dues.NextSecond(jobs);
        var arrivals = new Arrivals(jobs, due);
        return await MeasureAsync("herd.onetime", jobs, crontab: "", concurrency, due, arrivals, app => HelloRuns.ProduceAsync(jobs, Producers, async () =>
        {
            var (added, _, _) = await app.Commands.ScheduleOnceAsync(due, Request, JobPolicy.Default, requestedBy: null, key: null);
            if (added != Added.New)
                throw new InvalidOperationException($"a job is not added: {added}");
        }));
    }

    /// <summary>Lines of a crontab, loaded before the minute that they are due in.</summary>
    internal static async Task<IReadOnlyList<Figure>> CrontabAsync(int lines, int? concurrency)
    {
        var due = Dues.NextMinute(lines);
        var crontab = string.Concat(Enumerable.Range(0, lines).Select(number => string.Create(
            CultureInfo.InvariantCulture, $"{due.Minute} {due.Hour} * * * - GET {LiveApp.Arrivals}?line={number}\n")));
        return await MeasureAsync("herd.crontab", lines, crontab, concurrency, due, new Arrivals(lines, due), _ => Task.CompletedTask);
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        string name, int jobs, string crontab, int? concurrency, DateTimeOffset due, Arrivals arrivals, Func<LiveApp, Task> prepareAsync)
    {
        using var folder = new TempFolder();
        await using var app = await LiveApp.StartAsync(folder, crontab, concurrency, _ => arrivals.Note());
        await prepareAsync(app);
        Dues.CheckFuture(due);
        var figures = await arrivals.FiguresAsync(name);
        await CheckAsync(folder, jobs, due);
        return figures;
    }

    private static async Task CheckAsync(TempFolder folder, int jobs, DateTimeOffset due)
    {
        using var ledger = new LedgerFile(folder.File("jobqueue.db"));
        await ledger.DrainedAsync();
        if (ledger.Succeeded(due) is var succeeded && succeeded != jobs)
            throw new InvalidOperationException($"{succeeded} of {jobs} runs are recorded");
    }
}
