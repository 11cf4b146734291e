using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Queue;

/// <summary>
/// Who goes next. The ledger is the queue: a run for which a slot is free is entered as running at once, any other as pending, and
/// claimed in order of priority and due when a slot is free. Runs that enter wake it; alone, nothing polls.
/// </summary>
internal sealed partial class RunQueue
{
    // What was given up ends within the senders' grace of 5 s; beyond this its end cannot be recorded, as when the disk is full.
    private static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(8);

    private readonly Ledger _ledger;
    private readonly Dispatcher _dispatcher;
    private readonly TimeProvider _clock;
    private readonly QueueLimits _limits;
    private readonly ILogger _logger;
    private readonly WorkInHand _inHand = new();

    internal RunQueue(Ledger ledger, Dispatcher dispatcher, TimeProvider clock, QueueLimits limits, ILogger<RunQueue> logger)
    {
        (_ledger, _dispatcher, _clock, _limits, _logger) = (ledger, dispatcher, clock, limits, logger);
        Queues = new Queues(ledger, dispatcher, clock, limits, Wake);
    }

    /// <summary>The queues.</summary>
    internal Queues Queues { get; }

    /// <summary>A run waits until this instant for its next attempt.</summary>
    internal event Action<DateTimeOffset>? Waits;

    /// <summary>A run was cancelled: it has ended, unless it is in flight, or had ended before.</summary>
    internal event Action<string>? Cancelled;

    /// <summary>Begins to send. What waits in the ledger is claimed.</summary>
    internal async Task StartAsync()
    {
        await Queues.TakeUpAsync(Notice.All);
        _inHand.Open();
        await WakeAllAsync();
    }

    /// <summary>Runs of any queue may have become claimable.</summary>
    internal async Task WakeAllAsync()
    {
        var queues = await _ledger.ReadAsync(QueueRows.Waiting);
        queues.ForEach(Wake);
    }

    /// <summary>Sends nothing new; waits for what runs, up to the grace, then gives it up: it goes again after the next start.</summary>
    internal async Task StopAsync(TimeSpan grace)
    {
        _inHand.Close();
        try
        {
            await DrainAsync().WaitAsync(grace, _clock);
        }
        catch (TimeoutException)
        {
            _dispatcher.AbortAll(AbortCause.Shutdown);
            await Task.WhenAny(_inHand.Idle, Task.Delay(AfterGrace, _clock));
        }
    }

    private async Task DrainAsync()
    {
        await Queues.ArriveAsync();
        _dispatcher.WithdrawAll();
        await _inHand.Idle;
    }

    /// <summary>Enters a run that is due now.</summary>
    /// <param name="run">With neither state nor attempt set.</param>
    /// <param name="enter">Writes it with the state it is given; says what came of that.</param>
    /// <param name="isEntered">Whether that means that the run is in the ledger.</param>
    /// <param name="locks">What <paramref name="enter"/> is known to lock; null for nothing.</param>
    internal Task<T> EnterAsync<T>(Run run, Func<LedgerConnection, Run, string?, T> enter, Func<T, bool> isEntered, Locks? locks = null) =>
        Exhaustion.GuardAsync(EnterWithSlotAsync(run, enter, isEntered, locks));

    private async Task<T> EnterWithSlotAsync<T>(
        Run run, Func<LedgerConnection, Run, string?, T> enter, Func<T, bool> isEntered, Locks? locks)
    {
        var slots = Queues.Slots(run.Policy.Queue);
        var isOpen = _inHand.TryBegin();
        var asks = isOpen && _ledger.Cluster.Hindrance is null;
        var slot = asks ? slots.TakeForNew() : null;
        var now = _clock.GetUtcNow();
        var pending = run with { State = RunState.Pending };
        var running = run with { State = RunState.Running, Attempt = 1, Started = now, Sent = now };
        var owner = "";
        var isNext = false;
        var isSent = false;
        T entered;
        try
        {
            Failpoint.Reach(Failpoint.BeforeIntent);
            entered = await _ledger.WriteAsync(
                connection =>
                {
                    isNext = slot is not null && IsNext(connection, run.Policy.Queue);
                    owner = _ledger.Owner;
                    var value = isNext ? enter(connection, running, owner) : enter(connection, pending, null);
                    if (isNext && isEntered(value))
                        NoteStarts(connection, run.Policy.Queue, 1);
                    return value;
                },
                locks);
            isSent = isNext && isEntered(entered);
        }
        finally
        {
            if (slot is { } unused && !isSent)
                slots.GiveBack(unused, 1);
            if (asks && slot is null)
                slots.Entered();
            if (isOpen && !isSent)
                _inHand.End();
            // A run that entered meanwhile found the slot taken, and this one may not come to wake the queue.
            if (slot is not null && !isSent)
                Claim(run.Policy.Queue, slots);
        }

        if (slot is { } taken && isSent)
            Send(running, owner, slots, taken);
        else
            Wake(run.Policy.Queue);
        return entered;
    }

    /// <summary>Runs of this queue may have become claimable.</summary>
    internal void Wake(string queue)
    {
        var slots = Queues.Slots(queue);
        slots.NoteBacklog();
        Claim(queue, slots);
    }

    /// <summary>Cancels a run; the state it was in, null for none of that id. Afterwards nothing new is sent of it.</summary>
    internal async Task<RunState?> CancelAsync(string runId, string? who, string? reason)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var (state, owner, follower) = await _ledger.WriteAsync(connection =>
                RunWrites.Cancel(connection, runId, who, reason, _ledger.Cluster.Now(_clock), isTold: isFirst));
            var isElsewhere = _ledger.Cluster.IsShared && owner != _ledger.Owner;
            if (state == RunState.Running && isElsewhere)
                await _ledger.Cluster.SettleAsync();
            // What became of it is in the ledger, unless nothing can be recorded of it.
            else if (state == RunState.Running && !await TryAbortAsync(runId, new Abort(AbortCause.Cancel, reason)) && isFirst)
                continue;
            if (follower is not null)
                Wake(follower);
            Cancelled?.Invoke(runId);
            return !isFirst && state == RunState.Cancelled ? RunState.Running : state;
        }
    }

    private async Task<bool> TryAbortAsync(string runId, Abort abort)
    {
        if (await _dispatcher.TryAbortAsync(runId, abort))
            return true;
        // What is claimed may not have arrived at the sender yet.
        await Queues.ArriveAsync();
        return await _dispatcher.TryAbortAsync(runId, abort);
    }

    /// <summary>Cancels the runs of a job whose place another takes.</summary>
    internal Task GiveUpAsync(Occurred occurred, string? who) =>
        occurred.GivenUp.Count == 0 ? Task.CompletedTask : Task.WhenAll(occurred.GivenUp.Select(id => CancelAsync(id, who, Turns.NewerIsDue)));

    // What is said of a queue holds for all processes together; what is said of all the others for each.
    private bool IsLimitShared(string queue) => _ledger.Cluster.IsShared && _limits.Named.ContainsKey(queue);

    private void Send(Run run, string owner, QueueSlots slots, TakenSlots taken)
    {
        // On the thread pool, since an endpoint may block before its first await, and with nothing of whoever came by here.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => Exhaustion.GuardAsync(SendAsync(run, owner, slots, taken)));
    }

    private async Task SendAsync(Run run, string owner, QueueSlots slots, TakenSlots taken)
    {
        try
        {
            var isHeld = false;
            var isShared = IsLimitShared(run.Policy.Queue);
            var sending = _dispatcher.SendAsync(
                run,
                owner,
                isShared,
                until =>
                {
                    isHeld = true;
                    slots.HoldUnrecordedUntil(until);
                    _ = WithdrawAsync(run.Policy.Queue, slots);
                },
                () =>
                {
                    slots.Free();
                    Claim(run.Policy.Queue, slots);
                });
            if (slots.NoteSent(taken))
                Claim(run.Policy.Queue, slots);
            var (finish, follower) = await sending;
            if (finish?.NotBefore is { } notBefore)
                Waits?.Invoke(notBefore);
            // What held it back may be gone by now.
            else if (finish?.State == RunState.Pending)
                Wake(run.Policy.Queue);
            if (follower is not null)
                Wake(follower);
            if (isShared)
                Wake(run.Policy.Queue);
            if (isHeld)
                await NoteRecordedAsync(run.Policy.Queue, slots);
        }
        finally
        {
            _inHand.End();
        }
    }
}
