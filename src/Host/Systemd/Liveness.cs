using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;

namespace JobQueue.Host.Systemd;

/// <summary>Whether the two that everything waits for do their work: the writer of the ledger, and the clock.</summary>
internal sealed class Liveness(Ledger ledger, QuartzClock clock, TimeProvider time)
{
    /// <summary>False when one of them has not answered in this time.</summary>
    /// <param name="within">The time.</param>
    /// <param name="isTicking">Whether the clock is to answer; it does not when it was stopped.</param>
    internal async Task<bool> AnswersAsync(TimeSpan within, bool isTicking)
    {
        try
        {
            await Task.WhenAll(WriterAsync(), isTicking ? clock.AnswerAsync() : Task.CompletedTask).WaitAsync(within, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // A transaction without a change costs no write. That the disk is full is an answer, too.
    private async Task WriterAsync()
    {
        try
        {
            await ledger.WriteAsync(_ => true);
        }
        catch (LedgerException)
        {
        }
    }
}
