using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;

namespace JobQueue.Scheduler;

/// <summary>All that waits in the ledger, one-time jobs and retries: the alarm is set to the earliest, and releases what is due.</summary>
internal sealed class Waiting(Ledger ledger, RunQueue queue, QuartzClock clock, TimeProvider time)
{
    /// <summary>Releases what is due, and sets the alarm anew; not where the clock of this process is off: others do.</summary>
    internal async Task ReleaseAsync()
    {
        if (ledger.Cluster.Hindrance is not null)
            return;
        await Releases.AllAsync(ledger, time.GetUtcNow(), queue.Wake);
        if (await ledger.ReadAsync(Earliest) is { } next)
            await clock.SetAlarmAsync(next, CancellationToken.None);
    }

    /// <summary>Looks whether something waits that another process has entered: the net below the alarm.</summary>
    internal async Task LookAsync()
    {
        if (await ledger.ReadAsync(Earliest) is not { } earliest)
            return;
        if (earliest <= time.GetUtcNow())
            await ReleaseAsync();
        else
            await NoteAsync(earliest);
    }

    /// <summary>Something waits until this instant.</summary>
    internal Task NoteAsync(DateTimeOffset until) => clock.SetAlarmAsync(until, CancellationToken.None);

    internal static DateTimeOffset? Earliest(LedgerConnection ledger) =>
        ledger.Scalar("SELECT min(not_before) FROM runs WHERE not_before IS NOT NULL AND paused = 0") is string text
            ? InstantText.Parse(text)
            : null;
}
