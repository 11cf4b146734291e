namespace JobQueue.Host.Tests.Reliability;

/// <summary>A sound history of one process and one of a cluster, and what is doctored in them.</summary>
internal static class Histories
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // The job is due at 1, 2 ... 6 s: run, run sent again after the restart at 2.5 s, two skipped meanwhile, tried again after a 503, run.
    internal static readonly History Sound = new()
    {
        Expected = [.. Enumerable.Range(1, 6).Select(second => ("job", At(second)))],
        Acknowledged = ["once"],
        Ledger =
        [
            new("r1", "job", At(1), "succeeded", 1, 200),
            new("r2", "job", At(2), "succeeded", 2, 200),
            new("s3", "job", At(3), "skipped", 0, null, At(4), 2),
            new("r5", "job", At(5), "failed", 2, 404),
            new("r6", "job", At(6), "succeeded", 1, 200),
            new("once", null, At(2), "succeeded", 1, 200),
            new("hand", "job", At(6), "succeeded", 1, 200, Cause: "manual"),
            new("keyed", null, At(2), "succeeded", 1, 200, Uri: "/?key=k1", Body: "b0d7"),
            new("never", "once-only", At(2), "failed", 1, null, IsOnceOnly: true),
            new("q1", "q", At(2), "succeeded", 1, 200, Queue: "one", Order: 1),
            new("q2", "q", At(1), "succeeded", 1, 200, Queue: "one", Order: 2),
            new("q3", "q", At(3), "succeeded", 1, 200, Queue: "one", Priority: 5, Order: 3),
        ],
        Keyed = [("k1", "keyed"), ("k1", "keyed")],
        // One after the other in the queue: q1 alone, then q3 before q2 for its priority.
        Moves =
        [
            new("r1", null, "running"), new("r1", "running", "succeeded"), new("s3", null, "skipped"),
            new("r2", null, "running"), new("r2", "running", "pending", true),
            new("r2", "pending", "running"), new("r2", "running", "succeeded"),
            new("q1", null, "pending", true), new("q1", "pending", "running"),
            new("q2", null, "pending", true), new("q3", null, "pending", true),
            new("q1", "running", "succeeded"), new("q3", "pending", "running"), new("q3", "running", "succeeded"),
            new("q2", "pending", "running"), new("q2", "running", "succeeded"),
        ],
        Arrivals =
        [
            new("r1", 1, "job", At(1), At(1.1), 200),
            new("r2", 1, "job", At(2), At(2.1), 200),
            new("r2", 2, "job", At(2), At(4.2), 200),
            new("r5", 1, "job", At(5), At(5.1), 503),
            new("r5", 2, "job", At(5), At(5.2), 404),
            new("r6", 1, "job", At(6), At(6.1), 200),
            new("once", 1, "once", At(2), At(2.2), 200),
            new("hand", 1, "job", At(6.5), At(6.6), 200),
            new("keyed", 1, "keyed", At(2), At(2.2), 200, "b0d7"),
            new("never", 1, "once-only", At(2), At(2.2), 200),
            new("q1", 1, "q", At(2), At(3), 200, End: At(3.1)),
            new("q3", 1, "q", At(3), At(3.2), 200, End: At(3.3)),
            new("q2", 1, "q", At(1), At(3.4), 200, End: At(3.5)),
        ],
        Crashes = [new Crash(At(2.3), At(2.5))],
        RetriedOn = [503],
        Serial = ["one"],
    };

    // Node a dies at 2.3 s with r2 in flight, is declared dead at 4 s, and b sends it again; b takes in turn from a queue of one.
    internal static readonly History SoundCluster = Sound with
    {
        Nodes = [new("a", 1, At(0), At(4), "no heartbeat"), new("b", 2, At(0), null)],
        Crashes = [new Crash(At(2.3), At(2.5), Process: 1)],
        TakeoverWithin = TimeSpan.FromSeconds(2),
        EnteredWithin = TimeSpan.FromSeconds(3),
        UnseenFor = TimeSpan.FromSeconds(0.2),
        Rates = [("one", 2, TimeSpan.FromSeconds(0.3))],
        Moves =
        [
            Move(1, "a", null, "r1", null, "running", 1, "a"), Move(1.2, "a", "a", "r1", "running", "succeeded", 1),
            Move(2, "a", null, "r2", null, "running", 1, "a"), Move(4.1, "b", "a", "r2", "running", "pending", 1),
            Move(4.2, "b", null, "r2", "pending", "running", 2, "b"), Move(4.3, "b", "b", "r2", "running", "succeeded", 2),
            Move(2.8, "b", null, "q1", null, "pending") with { IsClaimable = true }, Move(3, "b", null, "q1", "pending", "running", 1, "b"),
            // Entered by a transaction that ends when q3 is taken already.
            Move(3.15, "a", null, "q2", null, "pending") with { IsClaimable = true },
            Move(2.9, "b", null, "q3", null, "pending") with { IsClaimable = true },
            Move(3.1, "b", "b", "q1", "running", "succeeded", 1), Move(3.2, "b", null, "q3", "pending", "running", 1, "b"),
            Move(3.3, "b", "b", "q3", "running", "succeeded", 1), Move(3.4, "b", null, "q2", "pending", "running", 1, "b"),
            Move(3.5, "b", "b", "q2", "running", "succeeded", 1),
        ],
        Ledger = [.. Sound.Ledger.Select(run => run.Id == "q3" ? run with { Priority = -5 } : run)],
    };

    internal static RunMove Move(
        double second, string writer, string? before, string run, string? from, string to, int attempt = 0, string? owner = null) =>
        new(run, from, to, Attempt: attempt, Owner: owner, Before: before, Writer: writer, At: At(second));

    internal static History ChangeEnd(string run, Func<RunMove, RunMove> change) =>
        SoundCluster with { Moves = [.. SoundCluster.Moves.Select(move => (move.RunId, move.To) == (run, "succeeded") ? change(move) : move)] };

    internal static History SentByZombie(DateTimeOffset at) => Receive(new("r2", 1, "job", At(2), at, 200), Unheard("r2", 1, SoundCluster));

    // It had two runs in hand when it was stopped.
    internal static History TwoInAStep
    {
        get
        {
            var one = SentByZombie(At(5));
            var other = one.Arrivals.Where(arrival => arrival.RunId == "r2").Select(arrival => arrival with { RunId = "z", Job = "z" });
            return Enter(new("z", null, At(2), "succeeded", 2, 200), one) with
            {
                Moves = [.. one.Moves, .. one.Moves.Where(move => move.RunId == "r2").Select(move => move with { RunId = "z" })],
                Arrivals = [.. one.Arrivals, .. other],
                Resumed = [(1, At(4.9))],
            };
        }
    }

    internal static History SentAgainBy(string owner) => Claimed(2, claim => claim with { Owner = owner }, SoundCluster);

    internal static History ClaimedFirst(DateTimeOffset at, History history) => Claimed(1, claim => claim with { At = at }, history);

    internal static History Claimed(int attempt, Func<RunMove, RunMove> change, History history) => history with
    {
        Moves = [.. history.Moves.Select(move => (move.RunId, move.To, move.Attempt) == ("r2", "running", attempt) ? change(move) : move)],
    };

    internal static History Replace(string id, Func<LedgerRun, LedgerRun> change) =>
        Sound with { Ledger = [.. Sound.Ledger.Select(run => run.Id == id ? change(run) : run)] };

    internal static History Receive(Arrival arrival, History? history = null) =>
        (history ?? Sound) with { Arrivals = [.. (history ?? Sound).Arrivals, arrival] };

    internal static Arrival OnceForTheJob => new("once", 1, "job", At(6), At(7), 200);

    internal static History CrashedAgain => Sound with { Crashes = [.. Sound.Crashes, new Crash(At(6.4), At(6.5))] };

    internal static History Unheard(string id, int attempt = 1, History? history = null) =>
        (history ?? Sound) with { Arrivals = [.. Sound.Arrivals.Where(arrival => arrival.RunId != id || arrival.Attempt != attempt)] };

    internal static Arrival AnsweredEarly(Arrival arrival) => arrival.RunId == "r2" ? arrival with { End = At(2.08) } : arrival;

    internal static LedgerRun SameKey => new("again", null, At(2), "cancelled", 0, null, Uri: "/?key=k1");

    internal static Arrival SentAgain => new("never", 2, "once-only", At(2), At(4), 200);

    internal static History Twice(string id) => Replace(id, run => run with { Attempt = 2 });

    internal static History Moved(RunMove move) => Sound with { Moves = [.. Sound.Moves, move] };

    // The second run is claimed just before the first, which waits.
    internal static History Overtaken(string first, string second, DateTimeOffset due, int priority)
    {
        var place = Sound.Moves.ToList().FindIndex(move => move.RunId == first && move.To == "running");
        RunMove[] overtaking = [new(second, null, "pending", true), new(second, "pending", "running"), new(second, "running", "succeeded")];
        var sound = Enter(new(second, "q4", due, "cancelled", 0, null, Queue: "one", Priority: priority, Order: 4), Sound);
        return sound with { Moves = [.. Sound.Moves.Take(place), .. overtaking, .. Sound.Moves.Skip(place)] };
    }

    internal static History Retime(string id, DateTimeOffset at) =>
        Sound with { Arrivals = [.. Sound.Arrivals.Select(arrival => arrival.RunId == id ? arrival with { At = at } : arrival)] };

    internal static History Enter(LedgerRun run, History history) => history with { Ledger = [.. history.Ledger, run] };

    internal static DateTimeOffset At(double second) => Noon.AddSeconds(second);
}
