using System.Diagnostics.Metrics;
using JobQueue.Jobs;
using JobQueue.Jobs.Events;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Events;

/// <summary>
/// Those who read the feed. While there are any, and for a while after the last, so that who comes back finds its place, the ledger is
/// watched; else it tells nothing, and that costs nothing.
/// </summary>
internal sealed class EventReaders : IDisposable
{
    internal const int Most = 100;

    /// <summary>How long the place of the last reader is kept for it.</summary>
    internal static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    private static readonly UpDownCounter<long> Readers = Telemetry.Meter.CreateUpDownCounter<long>(
        "jobqueue.event.readers", "{reader}", "Those who read the feed of events.");

    private readonly Ledger _ledger;
    private readonly TimeProvider _time;
    private readonly ITimer _leave;
    private int _count;

    public EventReaders(Ledger ledger, TimeProvider time)
    {
        (_ledger, _time) = (ledger, time);
        _leave = time.CreateTimer(_ => _ = UnwatchAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Start = time.GetUtcNow().UtcTicks;
    }

    /// <summary>What tells this process's ids of events from those of others.</summary>
    internal long Start { get; }

    internal EventFeed Feed => _ledger.Feed;

    /// <summary>Lets a reader in; false when there are enough. Whatever is committed after this is in the feed.</summary>
    /// <exception cref="LedgerException">The ledger is broken, closed, or does not answer.</exception>
    internal async Task<bool> TryEnterAsync()
    {
        Readers.Add(1);
        if (Interlocked.Increment(ref _count) > Most)
        {
            Leave();
            return false;
        }

        try
        {
            await _ledger.WatchAsync().WaitAsync(_ledger.Patience, _time);
            return true;
        }
        catch (TimeoutException e)
        {
            Leave();
            throw new LedgerException("the database does not answer", e) { IsPassing = true };
        }
        catch
        {
            Leave();
            throw;
        }
    }

    internal void Leave()
    {
        Readers.Add(-1);
        if (Interlocked.Decrement(ref _count) == 0)
            _leave.Change(Linger, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _leave.Dispose();

    private async Task UnwatchAsync()
    {
        try
        {
            await _ledger.UnwatchAsync(() => Volatile.Read(ref _count) > 0);
        }
        catch (LedgerException)
        {
            // It goes on telling nobody; the next reader's leave tries again.
        }
    }
}
