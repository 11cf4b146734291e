using JobQueue.Jobs.Events;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Queue;

/// <summary>Tells what attempts report, and writes it down.</summary>
internal sealed class ProgressLog(Ledger ledger)
{
    internal void Tell(Run run, RunProgress progress) =>
        ledger.Feed.Publish(new ProgressReported(run.Id, run.Attempt, run.JobId ?? run.Id, run.JobName, progress));

    internal void Write(Run run, RunProgress progress) => _ = WriteAsync(run, progress);

    private async Task WriteAsync(Run run, RunProgress progress)
    {
        try
        {
            await ledger.WriteAsync(connection => ProgressRows.Note(connection, run, progress));
        }
        catch (LedgerException)
        {
            // The last report is written with the end of the attempt, which waits for the ledger.
        }
    }
}
