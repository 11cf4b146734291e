using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Queue;

/// <summary>Claims: what waits in the ledger gets the slots that are free.</summary>
internal sealed partial class RunQueue
{
    private const int MostInClaim = 64;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private void Claim(string queue, QueueSlots slots)
    {
        if (slots.BeginClaim())
            _ = ClaimAsync(queue, slots);
    }

    private async Task ClaimAsync(string queue, QueueSlots slots)
    {
        TakenSlots? atLedger = null;
        List<Run>? claimed = null;
        var isContended = false;
        var owner = "";
        TakenSlots taken;
        try
        {
            Failpoint.Reach(Failpoint.BeforeIntent);
            claimed = await _ledger.WriteInGroupAsync(connection =>
            {
                // Applied again, alone, when others of its group failed: with the same slots.
                var slotsNow = atLedger ??= Take(slots);
                owner = _ledger.Owner;
                var room = slotsNow.Count == 0 ? 0 : Room(connection, queue);
                isContended = room is null;
                var most = Math.Min(slotsNow.Count, room ?? 0);
                return most == 0 ? static () => [] : RunWrites.ClaimInGroup(connection, queue, most, owner, _clock.GetUtcNow());
            });
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            _ = WakeLaterAsync(queue);
        }
        catch (Exception e)
        {
            // A ledger that is closed says so itself.
            if (!_ledger.Ended.IsCompleted)
                _ = HoldUnreadableAsync(queue, e);
        }
        finally
        {
            taken = atLedger ?? slots.TakeForBacklog(most: 0);
            if (claimed is null || isContended)
                taken = taken with { Mark = TakenSlots.Nothing };
            var unused = taken.Count - (claimed?.Count ?? 0);
            _inHand.End(unused);
            slots.GiveBack(taken, unused);
        }

        foreach (var run in claimed ?? [])
            Send(run, owner, slots, taken);
        if (isContended)
            _ = WakeLaterAsync(queue);
        // A run that entered meanwhile found the slots of this claim taken.
        if (taken.Mark != TakenSlots.Nothing)
            Claim(queue, slots);
    }

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
        Log.NotClaimed(_logger, queue, cause);
        try
        {
            if (await _ledger.WriteAsync(connection => RunWrites.HoldUnreadable(connection, queue, MostInClaim, _clock.GetUtcNow())) > 0)
                Wake(queue);
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            _ = WakeLaterAsync(queue);
        }
    }

    private async Task WakeLaterAsync(string queue)
    {
        await Task.Delay(BetweenTries, _clock);
        Wake(queue);
    }

    private static partial class Log
    {
        [LoggerMessage(
            16, LogLevel.Error, "What is next in queue {Queue} cannot be claimed; runs that cannot be read are paused, and the others go on")]
        internal static partial void NotClaimed(ILogger logger, string queue, Exception e);
    }
}
