using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>A run queue over a ledger of its own, with a scripted sender and a clock that stands still.</summary>
internal sealed class QueueFixture : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal QueueFixture(int slots = 4)
    {
        Dispatcher = new Dispatcher(Store.Ledger, Sender, Time, new Random(7), NullLogger<Dispatcher>.Instance);
        Queue = new RunQueue(Store.Ledger, Dispatcher, Time, slots);
        Queue.Waits += until => Waits.TrySetResult(until);
    }

    internal LedgerFixture Store { get; } = new();

    internal ScriptedSender Sender { get; } = new();

    internal ManualTimeProvider Time { get; } = new(LedgerFixture.Now);

    internal Dispatcher Dispatcher { get; }

    internal RunQueue Queue { get; }

    internal TaskCompletionSource<DateTimeOffset> Waits { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal async Task<Run> EnterAsync(JobPolicy? policy = null)
    {
        var run = Store.NewRun(policy: policy);
        await Queue.EnterAsync(run, RunWrites.Add, isAdded => isAdded);
        return run;
    }

    /// <summary>Ends when all that was begun is in the ledger.</summary>
    internal Task DrainAsync() => Queue.StopAsync(Limit).WaitAsync(Limit);

    /// <summary>The run once all that was on its way to the ledger is there.</summary>
    internal async Task<Run> WrittenAsync(Run run) => (await Store.Ledger.WriteAsync(connection => RunReads.Find(connection, run.Id)))!;

    internal async Task<RunState> StateAsync(Run run) => (await Store.FindAsync(run.Id))!.State;

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
