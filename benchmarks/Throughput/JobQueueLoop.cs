using System.Diagnostics;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>The real thing: the ledger, the run queue, the dispatcher and in-process sending.</summary>
internal static class JobQueueLoop
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a second, from the first enqueue until the last result is committed.</summary>
    /// <param name="trial">Where the rows go.</param>
    /// <param name="sender">Sends them.</param>
    /// <param name="runs">How many, of all nodes together.</param>
    /// <param name="concurrency">Producers, and slots, of each node.</param>
    /// <param name="nodes">How many work on one ledger, all in this process.</param>
    /// <param name="body">Of each run.</param>
    internal static async Task<double> MeasureAsync(ITrial trial, ISender sender, int runs, int concurrency, int nodes, byte[] body)
    {
        var counter = new CountingSender(sender, runs);
        var opened = new List<(Ledger Ledger, RunQueue Queue)>();
        for (var node = 0; node < nodes; node++)
            opened.Add(await OpenAsync(trial, counter, concurrency));

        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(opened.Select((node, index) => HelloRuns.ProduceAsync(
            (runs + index) / nodes, concurrency, () => node.Queue.EnterAsync(HelloRuns.New(body), RunWrites.Add, static isAdded => isAdded))));
        await counter.AllSent;
        await Task.WhenAll(opened.Select(node => node.Queue.StopAsync(Patience)));
        var took = Stopwatch.GetElapsedTime(began);

        await CheckAsync(opened[0].Ledger, runs);
        foreach (var (ledger, _) in opened)
            await ledger.DisposeAsync();
        return runs / took.TotalSeconds;
    }

    private static async Task<(Ledger Ledger, RunQueue Queue)> OpenAsync(ITrial trial, ISender sender, int concurrency)
    {
        var ledger = new Ledger(LedgerEngine.Open(trial.Store), NullLogger.Instance);
        var dispatcher = new Dispatcher(ledger, sender, TimeProvider.System, new Random(), NullLogger<Dispatcher>.Instance);
        var queue = new RunQueue(ledger, dispatcher, TimeProvider.System, new QueueLimits(concurrency), NullLogger<RunQueue>.Instance);
        await queue.StartAsync();
        return (ledger, queue);
    }

    private static async Task CheckAsync(Ledger ledger, int runs)
    {
        var succeeded = await ledger.ReadAsync(connection => connection.Scalar(
            "SELECT count(*) FROM runs JOIN responses ON run = seq WHERE state = 'succeeded' AND runs.status = 200"));
        if (succeeded is not long count || count != runs)
            throw new InvalidOperationException($"{succeeded} of {runs} runs are recorded with their response");
    }

    private sealed class CountingSender(ISender sender, int runs) : ISender
    {
        private readonly TaskCompletionSource _allSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = runs;

        internal Task AllSent => _allSent.Task;

        public Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort)
        {
            if (Interlocked.Decrement(ref _left) == 0)
                _allSent.SetResult();
            return sender.SendAsync(attempt, abort);
        }
    }
}
