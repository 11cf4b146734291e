using System.Collections.Concurrent;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Health;

/// <summary>Queues in which runs wait that could go, and those that something holds back.</summary>
internal sealed class QueueHealth(RunQueue queue, Dispatcher dispatcher, Ledger ledger, TimeProvider time)
{
    /// <summary>How long a run may be overdue, and nothing move in its queue, before that counts as stuck.</summary>
    internal static readonly TimeSpan After = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A queue is stuck when a second look finds nothing moved, so much later: a run may have been released just now, or be in the senders'
    /// grace.
    /// </summary>
    internal static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    // When a queue was first seen like that, and when something had moved in it last, by the clock of the process.
    private readonly ConcurrentDictionary<string, (long Seen, long Moved)> _suspects = new(StringComparer.Ordinal);

    internal async Task<IEnumerable<Problem>> ReadAsync()
    {
        var backlogs = await ledger.ReadAsync(QueueRows.Backlogs);
        foreach (var name in _suspects.Keys.Except(backlogs.Select(backlog => backlog.Queue)))
            _suspects.TryRemove(name, out _);
        return [.. backlogs.Select(Find).OfType<Problem>()];
    }

    private Problem? Find(QueueBacklog backlog)
    {
        var sight = queue.Queues.Slots(backlog.Queue).Look();
        var overdue = ledger.Cluster.Now(time) - backlog.Oldest;
        var runs = $"runs that wait: {backlog.Waiting}, the oldest overdue by {Seconds(overdue)}";
        if (sight.IsPaused)
            return new(
                "queue-paused", $"queue \"{backlog.Queue}\" is paused ({runs})", "resume it, or cancel what waits", IsWarning: true);
        if (overdue <= After)
            return null;
        if (sight.Wait is { } wait)
            return new(
                "queue-held", $"queue \"{backlog.Queue}\" is held back for {Seconds(wait)} by its rate or a response's Retry-After ({runs})",
                "wait, or allow it a higher rate", IsWarning: true);
        if (!IsSuspect(backlog.Queue, sight) || !IsSeenAgain(backlog.Queue, sight.Moved))
            return null;
        return sight.Free > 0
            ? new("queue-stuck", $"queue \"{backlog.Queue}\" is stuck: slots are free and nothing is sent ({runs})",
                "restart, and report it with the log: this should not happen")
            : new("queue-stuck", $"queue \"{backlog.Queue}\" is stuck: runs that were given up hold every slot ({runs})",
                "restart: what was in flight is sent again");
    }

    private bool IsSuspect(string name, SlotsSight sight) =>
        time.GetElapsedTime(sight.Moved) > After && (sight.Free > 0 || dispatcher.GivenUp(name) >= sight.Taken);

    private bool IsSeenAgain(string name, long moved)
    {
        var first = _suspects.AddOrUpdate(
            name,
            static (_, now) => now,
            static (_, before, now) => before.Moved == now.Moved ? before : now,
            (Seen: time.GetTimestamp(), Moved: moved));
        return time.GetElapsedTime(first.Seen) >= Again;
    }

    private static string Seconds(TimeSpan span) => Duration.Print(TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, span.TotalSeconds))));
}
