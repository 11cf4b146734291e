using JobQueue.Jobs.Clustering;

namespace JobQueue.Jobs.Store;

/// <summary>Puts what the alarm waits for and is due into its queue.</summary>
internal static class Releases
{
    /// <summary>
    /// The most that one transaction takes: after a downtime there may be more than a statement can do in the time it is given, and others
    /// write in between.
    /// </summary>
    internal const int Page = 5000;

    // One after the other: who takes the later ones meanwhile would have them sent first.
    private const string Word = "releases";

    /// <summary>What <see cref="NextPage"/> locks.</summary>
    internal static Locks Locks { get; } = new(Word: Word);

    /// <summary>Releases all that is due, the earliest first.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="now">What waits until then is due.</param>
    /// <param name="wake">Told of a queue that got something, once that is on disk.</param>
    /// <exception cref="LedgerException">The ledger cannot do it; what was told of is released.</exception>
    internal static async Task AllAsync(Ledger ledger, DateTimeOffset now, Action<string> wake)
    {
        for (var isMore = true; isMore;)
        {
            (var queues, isMore) = await ledger.WriteAsync(connection => NextPage(connection, now), Locks);
            queues.ForEach(wake);
        }
    }

    /// <summary>Releases a page.</summary>
    /// <returns>The queues that got something, and whether more may be due.</returns>
    internal static (List<string> Queues, bool IsMore) NextPage(LedgerConnection ledger, DateTimeOffset now)
    {
        ledger.Lock(Word);
        var released = ledger.All(
            $"""
            UPDATE runs SET state = 'pending', not_before = NULL
            WHERE seq {ledger.OneOf(
                $"SELECT seq FROM runs WHERE not_before <= @now AND not_before IS NOT NULL AND paused = 0 ORDER BY not_before LIMIT {Page}{ledger.SkipLocked}")}
            RETURNING queue
            """,
            row => row.String(0), ("@now", InstantText.Print(now)));
        List<string> queues = [.. released.Distinct()];
        queues.ForEach(queue => ledger.Notify(Notice.Wake, queue));
        return (queues, released.Count == Page);
    }
}
