using System.Collections.Frozen;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>A run queue over a ledger of its own, with a scripted sender and a clock that stands still.</summary>
internal sealed class QueueFixture : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    internal QueueFixture(
        int slots = 4, QueueLimit? mails = null, string? store = null, int busyReads = 0, Cluster? cluster = null,
        ILogger<RunQueue>? logger = null, ILogger<Dispatcher>? dispatcherLogger = null)
    {
        Store = new LedgerFixture(store, busyReads, cluster);
        Dispatcher = new Dispatcher(Store.Ledger, Sender, Time, new Random(7), dispatcherLogger ?? NullLogger<Dispatcher>.Instance);
        Queue = new RunQueue(Store.Ledger, Dispatcher, Time, Limits(slots, mails), logger ?? NullLogger<RunQueue>.Instance);
        Queue.Waits += until => Waits.TrySetResult(until);
    }

    /// <summary>The queue of which something is said; the others have the slots of the default.</summary>
    internal const string Mails = "mails";

    internal LedgerFixture Store { get; }

    internal ScriptedSender Sender { get; } = new();

    internal ManualTimeProvider Time { get; } = new(LedgerFixture.Now);

    internal Dispatcher Dispatcher { get; }

    internal RunQueue Queue { get; }

    internal TaskCompletionSource<DateTimeOffset> Waits { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Enters a run that is due so many seconds after the clock's start.</summary>
    internal async Task<Run> EnterAsync(JobPolicy? policy = null, int due = 0)
    {
        var run = Store.NewRun(policy: policy) with { Due = LedgerFixture.Now.AddSeconds(due) };
        await Queue.EnterAsync(run, RunWrites.Add, isAdded => isAdded);
        return run;
    }

    /// <summary>A job is due so many minutes after the clock's start; its run.</summary>
    internal async Task<Run> OccurAsync(RecurringJob job, int minute)
    {
        var run = Store.RunOf(job, LedgerFixture.Now.AddMinutes(minute));
        var occurred = await Queue.EnterAsync(
            run,
            (connection, entry, owner) => JobWrites.Occur(connection, job.Id, entry, owner, isCaughtUp: false),
            occurred => occurred.What == Occurrence.Entered);
        await Queue.GiveUpAsync(occurred, who: null);
        return run;
    }

    /// <summary>The next run that is sent.</summary>
    internal async Task<Run> BegunAsync() => (await Store.FindAsync((await Sender.NextAsync()).Attempt.RunId))!;

    /// <summary>Answers the next attempts, one after the other.</summary>
    internal Task AnswerAsync(params IEnumerable<int> statuses) => statuses.Aggregate(Task.CompletedTask, async (before, status) =>
    {
        await before;
        (await Sender.NextAsync()).Answer(status);
    });

    /// <summary>Ends when all that was begun is in the ledger.</summary>
    internal Task DrainAsync() => Queue.StopAsync(Limit).WaitAsync(Limit);

    /// <summary>The run once all that was on its way to the ledger is there.</summary>
    internal async Task<Run> WrittenAsync(Run run) => (await Store.Ledger.WriteAsync(connection => RunReads.Find(connection, run.Id)))!;

    internal async Task<RunState> StateAsync(Run run) => (await Store.FindAsync(run.Id))!.State;

    /// <summary>Until when the queue of which something is said gives no slot, once it does not.</summary>
    internal async Task<DateTimeOffset> HeldAsync()
    {
        DateTimeOffset? until;
        while ((until = Queue.Queues.Slots(Mails).NotBefore()) is null)
            await Store.Ledger.ReadAsync(_ => true).WaitAsync(Limit);
        return until.Value;
    }

    /// <summary>A response that asks for patience.</summary>
    internal static AttemptResult Busy(int seconds) =>
        new(AttemptEnd.Responded, new Response { Status = 503, Headers = [new("Retry-After", $"{seconds}")] }, null);

    private static QueueLimits Limits(int slots, QueueLimit? mails) => new(slots)
    {
        Named = mails is null ? FrozenDictionary<string, QueueLimit>.Empty : FrozenDictionary.Create([KeyValuePair.Create(Mails, mails)]),
    };

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
