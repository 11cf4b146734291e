using System.Diagnostics;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>
/// What the work costs at least: the same rows by the same SQL in group commits, and the same sending. One thread writes what waits,
/// claims for the free slots in the same transaction, commits and sends. No policy, queues, time limits, cancelling or faults.
/// </summary>
internal sealed class BareLoop(IBareLedger ledger, ISender sender, int slots)
{
    private readonly object _gate = new();
    private List<(Run Run, TaskCompletionSource Entered)> _entering = [];
    private List<(BareRun Run, Response Response)> _finishing = [];
    private int _free = slots;

    /// <summary>Runs a second, from the first enqueue until the last result is committed.</summary>
    internal static async Task<double> MeasureAsync(ITrial trial, ISender sender, int runs, int concurrency, byte[] body)
    {
        using var ledger = trial.OpenBare();
        var loop = new BareLoop(ledger, sender, concurrency);

        var began = Stopwatch.GetTimestamp();
        var written = Task.Factory.StartNew(() => loop.Write(runs), TaskCreationOptions.LongRunning);
        await HelloRuns.ProduceAsync(runs, concurrency, () => loop.EnterAsync(HelloRuns.New(body)));
        await written;
        return runs / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private Task EnterAsync(Run run)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _entering.Add((run, entered));
            Monitor.Pulse(_gate);
        }

        return entered.Task;
    }

    private void Write(int runs)
    {
        List<(Run Run, TaskCompletionSource Entered)> entering = [];
        List<(BareRun Run, Response Response)> finishing = [];
        for (var finished = 0; finished < runs; finished += finishing.Count)
        {
            // 1. All that waits.
            entering.Clear();
            finishing.Clear();
            lock (_gate)
            {
                while (_entering.Count + _finishing.Count == 0)
                    Monitor.Wait(_gate);
                (entering, _entering) = (_entering, entering);
                (finishing, _finishing) = (_finishing, finishing);
            }

            // 2. One transaction.
            var claimed = ledger.Commit([.. entering.Select(one => one.Run)], finishing, _free + finishing.Count);
            _free += finishing.Count - claimed.Count;

            // 3. Tell the producers; send.
            foreach (var (_, entered) in entering)
                entered.SetResult();
            foreach (var run in claimed)
                ThreadPool.UnsafeQueueUserWorkItem(
                    static work => _ = work.Loop.SendAsync(work.Run), (Loop: this, Run: run), preferLocal: false);
        }
    }

    private async Task SendAsync(BareRun run)
    {
        var result = await sender.SendAsync(
            new RunAttempt { RunId = run.Id, JobId = run.Id, Attempt = run.Attempt, Due = run.Due, Request = run.Request },
            CancellationToken.None);
        lock (_gate)
        {
            _finishing.Add((run, result.Response!));
            Monitor.Pulse(_gate);
        }
    }
}
