using System.Collections.Concurrent;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Queue;

/// <summary>Claims: what waits in the ledger gets the slots that are free.</summary>
internal sealed partial class RunQueue
{
    private const int MostInClaim = 64;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    // Queues that are woken later, whatever wakes them meanwhile; and those of which nothing is claimed until then.
    private readonly ConcurrentDictionary<string, bool> _wokenLater = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _failed = new(StringComparer.Ordinal);

    private void Claim(string queue, QueueSlots slots)
    {
        if (!_failed.ContainsKey(queue) && slots.BeginClaim())
            _ = Exhaustion.GuardAsync(ClaimAsync(queue, slots));
    }

    private async Task ClaimAsync(string queue, QueueSlots slots)
    {
        TakenSlots? atLedger = null;
        List<Run>? claimed = null;
        QueueRoom room = default;
        var owner = "";
        Exception? failure = null;
        try
        {
            Failpoint.Reach(Failpoint.BeforeIntent);
            claimed = await _ledger.WriteInGroupAsync(connection =>
            {
                // Applied again, alone, when others of its group failed: with the same slots.
                var slotsNow = atLedger ??= Take(slots);
                owner = _ledger.Owner;
                room = slotsNow.Count == 0 ? default : Room(connection, queue);
                var most = Math.Min(slotsNow.Count, room.Count);
                return most == 0 ? static () => [] : Begin(connection, queue, most, owner);
            });
            if (room.NotBefore is { } notBefore)
                slots.HoldUntil(notBefore);
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e))
        {
            failure = e;
        }

        var taken = atLedger ?? slots.TakeForBacklog(most: 0);
        if (claimed is null || room.IsContended || IsCut(room, claimed, taken))
            taken = taken with { Mark = TakenSlots.Nothing };
        var unused = taken.Count - (claimed?.Count ?? 0);
        _inHand.End(unused);
        slots.GiveBack(taken, unused);
        foreach (var run in claimed ?? [])
            Send(run, owner, slots, taken);
        // Now that the slots are back: who is woken before finds none.
        if (room.IsContended || failure is LedgerException { IsPassing: true })
            WakeLater(queue);
        // A ledger that is closed says so itself.
        else if (failure is not null && !_ledger.IsClosed)
            _ = Exhaustion.GuardAsync(HoldUnreadableAsync(queue, failure));
        // A run that entered meanwhile found the slots of this claim taken; others may wait for what the rate allows next.
        if (taken.Mark != TakenSlots.Nothing || IsCut(room, claimed, taken))
            Claim(queue, slots);
    }

    // Whether there may be more to claim than the rate let begin.
    private static bool IsCut(QueueRoom room, List<Run>? claimed, TakenSlots taken) =>
        room.IsByRate && claimed?.Count == room.Count && room.Count < taken.Count;

    // One that began to wait in the ledger since the slot was taken, as a retry whose time has come, goes first. To ask for room locks a queue that
    // is shared; and what makes it, as when a run is taken over from a node that has died, may be what begins to wait.
    private bool IsNext(LedgerConnection connection, string queue) =>
        !RunWrites.AnyWaits(connection, queue) && Room(connection, queue).Count > 0
        && !(_limits.Named.ContainsKey(queue) && RunWrites.AnyWaits(connection, queue));

    private QueueRoom Room(LedgerConnection connection, string queue)
    {
        var limit = _limits.Of(queue);
        if ((IsLimitShared(queue) ? QueueRows.Room(connection, queue, limit.Concurrency) : int.MaxValue) is not { } room)
            return new QueueRoom(0, IsContended: true);
        if (limit.Rate is not { } rate || room == 0)
            return new QueueRoom(room);
        // Both of one moment: the clock goes on while the ledger is asked, and may be put forward.
        var (here, now) = (_clock.GetUtcNow(), LedgerNow);
        var (free, next) = QueueStarts.Room(connection, queue, rate, now);
        return free < room ? new QueueRoom(free, IsByRate: true, NotBefore: here + (next - now)) : new QueueRoom(room);
    }

    // How many begin is only known in time where they are claimed at once.
    private Func<List<Run>> Begin(LedgerConnection connection, string queue, int most, string owner)
    {
        var now = _clock.GetUtcNow();
        if (_limits.Of(queue).Rate is null)
            return RunWrites.ClaimInGroup(connection, queue, most, owner, now);
        var claimed = RunWrites.Claim(connection, queue, most, owner, now);
        NoteStarts(connection, queue, claimed.Count);
        return () => claimed;
    }

    private void NoteStarts(LedgerConnection connection, string queue, int count)
    {
        if (_limits.Of(queue).Rate is { } rate && count > 0)
            QueueStarts.Add(connection, queue, rate, count, LedgerNow);
    }

    private DateTimeOffset LedgerNow => _clock.GetUtcNow() - _ledger.Cluster.Skew;

    // None when nothing is to be sent, now or any more.
    private TakenSlots Take(QueueSlots slots)
    {
        if (_ledger.Cluster.Hindrance is not null)
            return slots.TakeForBacklog(most: 0) with { Mark = TakenSlots.Nothing };
        var taken = slots.TakeForBacklog(MostInClaim);
        if (_inHand.TryBegin(taken.Count))
            return taken;
        slots.GiveBack(taken with { Mark = TakenSlots.Nothing }, taken.Count);
        return taken with { Count = 0, Mark = TakenSlots.Nothing };
    }

    // What cannot be read would be the next for ever.
    private async Task HoldUnreadableAsync(string queue, Exception cause)
    {
        try
        {
            if (await _ledger.WriteAsync(connection => RunWrites.HoldUnreadable(connection, queue, MostInClaim, _clock.GetUtcNow())) > 0)
            {
                Log.Held(_logger, queue, cause);
                Wake(queue);
            }
            else
            {
                ClaimAfterFailure(queue, cause);
            }
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            WakeLater(queue);
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e))
        {
            if (!_ledger.IsClosed)
                ClaimAfterFailure(queue, e);
        }
    }

    private void ClaimAfterFailure(string queue, Exception e)
    {
        if (!_failed.TryAdd(queue, true))
            return;
        _ = Exhaustion.GuardAsync(WakeAsync(queue, AfterFailure, _failed));
        Log.NotClaimed(_logger, queue, AfterFailure, e);
    }

    private void WakeLater(string queue)
    {
        if (_wokenLater.TryAdd(queue, true))
            _ = Exhaustion.GuardAsync(WakeAsync(queue, BetweenTries, _wokenLater));
    }

    private async Task WakeAsync(string queue, TimeSpan pause, ConcurrentDictionary<string, bool> waits)
    {
        await Task.Delay(pause, _clock);
        waits.TryRemove(queue, out _);
        Wake(queue);
    }

    private static partial class Log
    {
        [LoggerMessage(
            16, LogLevel.Error, "What is next in queue {Queue} cannot be claimed; runs that cannot be read are paused, and the others go on")]
        internal static partial void Held(ILogger logger, string queue, Exception e);

        [LoggerMessage(17, LogLevel.Error, "What is next in queue {Queue} cannot be claimed; it is tried again in {Pause}")]
        internal static partial void NotClaimed(ILogger logger, string queue, TimeSpan pause, Exception e);

        [LoggerMessage(98, LogLevel.Error, "What holds queue {Queue} back cannot be read; it is held as its last response asked for")]
        internal static partial void NotTakenUp(ILogger logger, string queue, Exception e);
    }
}
