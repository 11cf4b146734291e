using JobQueue.Jobs;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Scheduler;

/// <summary>
/// Watches jobs that are to succeed within a time (expect-every): one that has not is told to be overdue, once until its next success. It
/// sleeps until the next of them could be; a success only moves that instant, and is seen when it comes.
/// </summary>
internal sealed partial class OverdueWatch(Ledger ledger, Recurring recurring, TimeProvider time, ILogger<OverdueWatch> logger)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly Signal _changed = new(time);

    /// <summary>Watches until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        recurring.Changed += _changed.Set;
        try
        {
            while (true)
            {
                var next = await LookAsync(cancel);
                await _changed.WaitAsync(next, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // What is overdue by the next start is told then.
        }
        catch (Exception) when (ledger.IsClosed)
        {
            // The ledger is closed or broken for good, and says so itself; after all else it is looked again.
        }
        finally
        {
            recurring.Changed -= _changed.Set;
        }
    }

    /// <summary>Tells what is overdue; when to look again, null for when jobs change.</summary>
    private async Task<DateTimeOffset?> LookAsync(CancellationToken cancel)
    {
        if (!ledger.Cluster.IsFirst)
            return time.GetUtcNow() + BetweenTries;
        try
        {
            // Most have none.
            if (!recurring.All.Any(live => live.Job.Policy.ExpectEvery is not null))
                return null;
            var now = time.GetUtcNow();
            DateTimeOffset? next = null;
            foreach (var watched in await ledger.ReadAsync(ExpectationRows.Watched))
                if (await LookAsync(watched, now) is var look && !(look >= next))
                    next = look;
            return next;
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            return time.GetUtcNow() + BetweenTries;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && !ledger.IsClosed)
        {
            Log.LookFailed(logger, e);
            return time.GetUtcNow() + AfterFailure;
        }
    }

    // Of one that is told the next deadline is that long after a success that has not come yet.
    private async Task<DateTimeOffset> LookAsync(WatchedJob watched, DateTimeOffset now)
    {
        var (id, name, expectation) = watched;
        if (expectation.IsTold)
            return now + expectation.Every;
        if (expectation.Deadline > now)
            return expectation.Deadline;
        // It may have succeeded since.
        if (await ledger.WriteAsync(connection => ExpectationRows.Tell(connection, id, now)) is { } deadline)
            return deadline;
        Log.Overdue(logger, TitleOf(id, name), expectation.Reason);
        return now + expectation.Every;
    }

    // One that was removed since has no request here.
    private string TitleOf(string id, string? name) => recurring.Find(id) is { Job: var job } ? JobTitle.Of(name, job.Request) : name ?? id;

    private static partial class Log
    {
        [LoggerMessage(76, LogLevel.Error, "Which jobs are overdue could not be found out; it is tried again in half a minute")]
        internal static partial void LookFailed(ILogger logger, Exception e);

        [LoggerMessage(75, LogLevel.Warning, "Job {Job} is overdue: {Reason}")]
        internal static partial void Overdue(ILogger logger, string job, string reason);
    }
}
