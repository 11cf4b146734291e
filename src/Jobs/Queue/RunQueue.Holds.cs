using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Queue;

/// <summary>Holds: what a response asks its queue to wait for.</summary>
internal sealed partial class RunQueue
{
    private async Task WithdrawAsync(string queue, QueueSlots slots)
    {
        _dispatcher.WithdrawQueue(queue);
        // And those that are on their way to the sender.
        await slots.SettleAsync();
        _dispatcher.WithdrawQueue(queue);
    }

    // Somebody may have let the queue go on meanwhile, or it was not recorded: what holds the queue back is what the ledger says.
    private async Task NoteRecordedAsync(string queue, QueueSlots slots)
    {
        slots.Recorded();
        while (_inHand.IsOpen)
        {
            try
            {
                await Queues.TakeUpAsync(queue);
                return;
            }
            catch (LedgerException e) when (e.IsPassing)
            {
                await Task.Delay(BetweenTries, _clock);
            }
            catch (Exception e) when (!Exhaustion.EndsProcess(e))
            {
                if (!_ledger.IsClosed)
                    Log.NotTakenUp(_logger, queue, e);
                return;
            }
        }
    }
}
