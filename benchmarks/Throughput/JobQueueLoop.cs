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
    internal static async Task<double> MeasureAsync(ITrial trial, ISender sender, int runs, int concurrency, byte[] body)
    {
        await using var ledger = new Ledger(LedgerEngine.Open(trial.Store), NullLogger.Instance);
        var counter = new CountingSender(sender, runs);
        var dispatcher = new Dispatcher(ledger, counter, TimeProvider.System, new Random(), NullLogger<Dispatcher>.Instance);
        var queue = new RunQueue(ledger, dispatcher, TimeProvider.System, new QueueLimits(concurrency));
        await queue.StartAsync();

        var began = Stopwatch.GetTimestamp();
        await HelloRuns.ProduceAsync(runs, concurrency, () => queue.EnterAsync(
            HelloRuns.New(body), RunWrites.Add, static isAdded => isAdded));
        await counter.AllSent;
        await queue.StopAsync(Patience);
        var took = Stopwatch.GetElapsedTime(began);

        await CheckAsync(ledger, runs);
        return runs / took.TotalSeconds;
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
