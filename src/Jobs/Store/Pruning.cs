namespace JobQueue.Jobs.Store;

/// <summary>
/// Takes old history out of the ledger in short transactions. Between two of them whoever waits for the writer has it for as long again: a
/// run that is due is at most a transaction late.
/// </summary>
internal sealed class Pruning(Ledger ledger, RetentionLimits limits, TimeProvider time)
{
    // Rows looked at in one read.
    private const int Page = 1000;

    // What a transaction takes: the first of the two that is reached. A step is a row, or as many as a statement deletes.
    private const int MostInTransaction = 500;
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromMilliseconds(2);

    // More than the plots show.
    private static readonly TimeSpan MinutesAreKept = TimeSpan.FromDays(31);

    // The newest of a job stay whatever they came to; then, of those before them, as many that did not succeed.
    private static readonly (int Times, bool WithFailed)[] OfAJob = [(1, false), (RetentionLimits.LongerIfFailed, true)];

    /// <summary>Prunes once, and enters an event that says what went.</summary>
    /// <exception cref="LedgerException">The ledger cannot do it, now (<see cref="LedgerException.IsPassing"/>) or ever.</exception>
    /// <exception cref="OperationCanceledException">It was stopped between two transactions.</exception>
    internal async Task<Pruned> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var runs = await OldRunsAsync(now, cancel) + await RunsBeyondAsync(cancel);
        var events = await OldEventsAsync(now, cancel);
        await OldMailsAsync(now, cancel);
        await OldMinutesAsync(now, cancel);
        var pruned = new Pruned(runs, events, await OrphanKeysAsync(cancel));
        await ShortenAsync(cancel);
        await ledger.WriteAsync(connection =>
        {
            EventRows.Add(connection, time.GetUtcNow(), PruneReads.Event, reason: pruned.ToString());
            return true;
        });
        await ledger.CheckpointAsync();
        return pruned;
    }

    private Task<long> OldRunsAsync(DateTimeOffset now, CancellationToken cancel) =>
        limits.OldBefore(now) is not { } old || limits.FailedOldBefore(now) is not { } failedOld ? Task.FromResult(0L)
        : AgedAsync((connection, after) => PruneReads.Runs(connection, after, old, failedOld, now, Page), PruneWrites.Runs, cancel);

    private Task<long> OldEventsAsync(DateTimeOffset now, CancellationToken cancel) =>
        limits.FailedOldBefore(now) is not { } old ? Task.FromResult(0L)
        : AgedAsync((connection, after) => PruneReads.Events(connection, after, old, now, Page), PruneWrites.Events, cancel);

    private Task<long> OldMailsAsync(DateTimeOffset now, CancellationToken cancel) =>
        limits.OldBefore(now) is not { } old ? Task.FromResult(0L)
        : AgedAsync((connection, after) => PruneReads.Mails(connection, after, old, now, Page), PruneWrites.Mails, cancel);

    private async Task OldMinutesAsync(DateTimeOffset now, CancellationToken cancel)
    {
        List<string> minutes;
        do
        {
            minutes = await ledger.ReadAsync(connection => PruneReads.Minutes(connection, now - MinutesAreKept, Page));
            await DeleteAsync(minutes, PruneWrites.Minutes, cancel);
        }
        while (minutes.Count > 0);
    }

    // In order of entry, up to a page that has nothing but what was entered after all that is old.
    private async Task<long> AgedAsync(
        Func<LedgerConnection, long, List<AgedRow>> read, Action<LedgerConnection, IReadOnlyList<long>> delete, CancellationToken cancel)
    {
        var count = 0L;
        for (var (after, isYoung) = (0L, false); !isYoung;)
        {
            var page = await ledger.ReadAsync(connection => read(connection, after));
            count += await DeleteAsync([.. page.Where(row => row.IsOld).Select(row => row.Seq)], delete, cancel);
            isYoung = page.Count < Page || page.TrueForAll(row => row.IsYoung);
            after = isYoung ? after : page[^1].Seq;
        }

        return count;
    }

    private async Task<long> RunsBeyondAsync(CancellationToken cancel)
    {
        var count = 0L;
        var jobs = limits.RunsPerJob == 0 ? [] : await JobsAsync("");
        for (; jobs.Count > 0; jobs = await JobsAsync(jobs[^1]))
        {
            foreach (var job in jobs)
                count += await RunsBeyondAsync(job, cancel);
        }

        return count;
    }

    private async Task<long> RunsBeyondAsync(string job, CancellationToken cancel)
    {
        var count = 0L;
        foreach (var (times, withFailed) in OfAJob)
        {
            List<long> page = [0];
            while (page.Count > 0)
            {
                var after = page[^1];
                page = await ledger.ReadAsync(
                    connection => PruneReads.RunsBeyond(connection, job, limits.RunsPerJob * times, withFailed, after, Page));
                count += await DeleteAsync(page, PruneWrites.Runs, cancel);
            }
        }

        return count;
    }

    private Task<List<string>> JobsAsync(string after) => ledger.ReadAsync(connection => PruneReads.Jobs(connection, after, Page));

    private async Task<long> OrphanKeysAsync(CancellationToken cancel)
    {
        var count = 0L;
        var keys = await KeysAsync("");
        for (; keys.Count > 0; keys = await KeysAsync(keys[^1].Key))
            count += await DeleteAsync([.. keys.Where(key => key.IsOrphan).Select(key => (key.Key, key.JobId))], PruneWrites.Keys, cancel);
        return count;
    }

    private Task<List<(string Key, string JobId, bool IsOrphan)>> KeysAsync(string after) =>
        ledger.ReadAsync(connection => PruneReads.Keys(connection, after, Page));

    // The file is made shorter on the way: to find a free page takes the longer the more there are.
    private async Task<long> DeleteAsync<T>(List<T> rows, Action<LedgerConnection, IReadOnlyList<T>> delete, CancellationToken cancel)
    {
        T[][] parts = [.. rows.Chunk(ledger.PrunedAtOnce)];
        for (var done = 0; done < parts.Length;)
        {
            var from = done;
            done += await TransactAsync(parts.Length - from, (connection, index) => delete(connection, parts[from + index]), cancel);
            await ShortenAsync(cancel);
        }

        return rows.Count;
    }

    private async Task ShortenAsync(CancellationToken cancel)
    {
        while (ledger.IsShortened && await ledger.ReadAsync(connection => connection.StepsToShorten()) is > 0 and var steps)
            await TransactAsync(steps, (connection, _) => connection.Shorten(), cancel);
    }

    /// <summary>Does as many of the steps as a short transaction takes, then leaves the writer to others; how many that were.</summary>
    private async Task<int> TransactAsync(int steps, Action<LedgerConnection, int> step, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var asked = time.GetTimestamp();
        var done = await ledger.WriteAsync(connection =>
        {
            var began = time.GetTimestamp();
            var next = 0;
            do
                step(connection, next++);
            while (next < Math.Min(steps, MostInTransaction) && time.GetElapsedTime(began) < LongestTransaction);
            Failpoint.Reach(Failpoint.InPrune);
            return next;
        });
        await ledger.CheckpointAsync();
        if (time.GetElapsedTime(asked) is { Ticks: > 0 } took)
            await Task.Delay(took, time, cancel);
        return done;
    }
}
