using System.Collections.Concurrent;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Queue;

/// <summary>All queues: their slots, and what holds them back.</summary>
/// <param name="ledger">Where a pause is kept.</param>
/// <param name="dispatcher">Sends what has a slot.</param>
/// <param name="clock">The clock of rates and of responses that ask for patience.</param>
/// <param name="limits">What each queue may do.</param>
/// <param name="wake">Called with a queue in which runs may go on.</param>
internal sealed class Queues(Ledger ledger, Dispatcher dispatcher, TimeProvider clock, QueueLimits limits, Action<string> wake)
{
    /// <summary>The longest that a response can hold a queue back.</summary>
    internal static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, QueueSlots> _slots = new(StringComparer.Ordinal);

    // Of those that pause and resume at the same time, the ledger and the slots must hear in the same order.
    private readonly Lock _gate = new();
    private Task _lastSwitch = Task.CompletedTask;

    /// <summary>The slots of a queue; any name is a queue.</summary>
    internal QueueSlots Slots(string queue) =>
        _slots.GetOrAdd(queue, static (name, own) => new QueueSlots(own.Limits.Of(name), own.Clock, () => own.Wake(name)), (Limits: limits, Clock: clock, Wake: wake));

    /// <summary>The queues that were used.</summary>
    internal ICollection<string> Names => _slots.Keys;

    /// <summary>
    /// A job was paused or removed: when the task ends, nothing of it is sent any more, in any process that works on the ledger; but of a paused
    /// one what is run by hand.
    /// </summary>
    internal Task SettleAsync(string job, bool isRemoved) => Task.WhenAll(SettleHereAsync(job, isRemoved), ledger.Cluster.SettleAsync());

    /// <summary>Another process holds back what the ledger says: when the task ends, nothing of that is sent any more in this one.</summary>
    internal async Task SettleAsync()
    {
        await ArriveAsync();
        foreach (var run in await ledger.ReadAsync(connection => RunReads.HeldBack(connection, ledger.Owner, ledger.Cluster.Now(clock))))
            dispatcher.Withdraw(run);
    }

    /// <summary>Ends when all runs that have a slot now have arrived at the sender.</summary>
    internal Task ArriveAsync() => Task.WhenAll(_slots.Values.Select(slots => slots.SettleAsync()));

    private async Task SettleHereAsync(string job, bool isRemoved)
    {
        await ArriveAsync();
        dispatcher.WithdrawJob(job, isRemoved);
    }

    /// <summary>Takes up from the ledger what holds queues back.</summary>
    /// <param name="changed">
    /// The queue of which the ledger says until when a response holds it back; of the others it may not say so yet. May be
    /// <see cref="Notice.All"/>.
    /// </param>
    internal Task TakeUpAsync(string changed) => SwitchAsync(async () =>
    {
        var queues = await ledger.ReadAsync(QueueRows.Held);
        var skew = ledger.Cluster.SkewToCorrect;
        var latest = clock.GetUtcNow() + LongestHold;
        foreach (var queue in queues)
        {
            var slots = Slots(queue.Name);
            slots.SetPaused(queue.IsPaused);
            // The clock may have been set back since.
            var held = queue.NotBefore + skew;
            held = held > latest ? latest : held;
            if (changed == queue.Name || changed == Notice.All)
                slots.HoldOnlyUntil(held);
            else if (held is { } instant)
                slots.HoldUntil(instant);
        }
    });

    /// <summary>Pauses a queue: when the task ends nothing more of it is sent, and what was being sent goes on.</summary>
    internal async Task PauseAsync(string queue, string? who, string? reason)
    {
        await SwitchAsync(() => PauseHereAsync(queue, who, reason));
        // Not in turn: others who pause wait for this process, too.
        await ledger.Cluster.SettleAsync();
    }

    private async Task PauseHereAsync(string queue, string? who, string? reason)
    {
        var slots = Slots(queue);
        var wasPaused = slots.SetPaused(true);
        try
        {
            await slots.SettleAsync();
            dispatcher.WithdrawQueue(queue);
            await ledger.WriteAsync(connection => QueueRows.SetPaused(connection, queue, isPaused: true, who, reason, ledger.Cluster.Now(clock)));
        }
        catch (LedgerException)
        {
            slots.SetPaused(wasPaused);
            wake(queue);
            throw;
        }
    }

    /// <summary>Lets a queue go on, whether it was paused or a response holds it back.</summary>
    internal Task ResumeAsync(string queue, string? who, string? reason) => SwitchAsync(async () =>
    {
        await ledger.WriteAsync(connection => QueueRows.SetPaused(connection, queue, isPaused: false, who, reason, ledger.Cluster.Now(clock)));
        Slots(queue).SetPaused(false);
        Slots(queue).HoldNoLonger();
        wake(queue);
    });

    /// <summary>Every queue that is configured, used, or held back, by name.</summary>
    internal async Task<List<QueueStatus>> AllAsync()
    {
        var skew = ledger.Cluster.SkewToCorrect;
        var rows = (await ledger.ReadAsync(QueueRows.All)).ToDictionary(row => row.Name, StringComparer.Ordinal);
        var used = rows.Keys.Concat(_slots.Keys).Append(JobPolicy.Default.Queue).ToHashSet(StringComparer.Ordinal);
        var unused = limits.Named.Keys.Except(used, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. used.Concat(unused).Order(StringComparer.Ordinal).Select(name =>
                (rows.TryGetValue(name, out var row) ? Status(row) : Unused(name)) with { NotBefore = _slots.GetValueOrDefault(name)?.NotBefore() - skew }),
        ];
    }

    /// <summary>A queue: one of <see cref="AllAsync"/>, or that of a run that is not due yet, or held back; null for none.</summary>
    internal async Task<QueueStatus?> FindAsync(string name) =>
        (await AllAsync()).Find(queue => queue.Row.Name == name)
        ?? (await ledger.ReadAsync(connection => QueueRows.IsAwaited(connection, name)) ? Unused(name) : null);

    private QueueStatus Unused(string name) => Status(new QueueRow(name, 0, 0, false, null, null));

    private QueueStatus Status(QueueRow row) => new(row, limits.Of(row.Name), NotBefore: null);

    private Task SwitchAsync(Func<Task> act)
    {
        lock (_gate)
            return _lastSwitch = AfterAsync(_lastSwitch, act);
    }

    private static async Task AfterAsync(Task before, Func<Task> act)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await act();
    }
}
