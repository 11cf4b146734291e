namespace JobQueue.Host.Tests.Reliability;

/// <summary>A sound history has no fault; each of the others was doctored in one place, and has that one.</summary>
[TestClass]
public sealed class CrashCheckerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // The job is due at 1, 2 ... 6 s: run, run sent again after the restart at 2.5 s, two skipped meanwhile, tried again after a 503, run.
    private static readonly History Sound = new()
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
    private static readonly History SoundCluster = Sound with
    {
        Nodes = [new("a", 1, At(0), At(4)), new("b", 2, At(0), null)],
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

    [TestMethod]
    public void Check_SoundHistory_HasNoFault() => Assert.IsEmpty(CrashChecker.Check(Sound));

    [TestMethod]
    public void Check_SoundClusterHistory_HasNoFault() => Assert.IsEmpty(CrashChecker.Check(SoundCluster));

    [TestMethod]
    public void Check_StepThatAProcessWasStoppedIn_IsNoFault() =>
        Assert.IsEmpty(CrashChecker.Check(SentByZombie(At(5)) with { Resumed = [(1, At(4.9))] }));

    [TestMethod]
    public void Check_EnteredLateAfterAllWereDown_IsNoFault() =>
        Assert.IsEmpty(CrashChecker.Check(SoundCluster with
        {
            EnteredWithin = TimeSpan.FromSeconds(1),
            Crashes = [.. SoundCluster.Crashes, new Crash(At(1.5), At(2.6))],
        }));

    [TestMethod]
    [DynamicData(nameof(Doctored))]
    public void Check_DoctoredHistory_HasThatFaultAndNoOther(string name, string expected, object doctored)
    {
        var faults = CrashChecker.Check((History)doctored);

        Assert.AreEqual(expected, string.Join(' ', faults.Select(found => found.Fault)), name);
    }

    private static IEnumerable<object[]> Doctored =>
    [
        //   name                                         fault          history
        Row("an occurrence without a row",                Fault.Lost,    Sound with { Expected = [.. Sound.Expected, ("job", At(7))] }),
        Row("a job without any row",                      Fault.Lost,    Sound with { Expected = [.. Sound.Expected, ("other", At(1))] }),
        Row("a run left running",                         Fault.Lost,    Replace("r6", run => run with { State = "running" })),
        Row("a run left pending",                         Fault.Lost,    Replace("r6", run => run with { State = "pending" })),
        Row("a stretch that counts one too few",          Fault.Lost,    Replace("s3", run => run with { Count = 1 })),
        Row("a stretch that counts one too many",         Fault.Lost,    Replace("s3", run => run with { Count = 3 })),
        Row("a request of an unknown run",                Fault.Ghost,   Receive(new("x", 1, "other", At(1), At(1.1), 200))),
        Row("a request of a run never sent",              Fault.Ghost,   Receive(new("s3", 1, "job", At(3), At(3.1), 200))),
        Row("an attempt without an intent",               Fault.Ghost,   Receive(new("r2", 3, "job", At(2), At(7), 200), CrashedAgain)),
        Row("an occurrence with two runs in the ledger",  Fault.DupId,   Enter(new("r7", "job", At(6), "cancelled", 0, null), Sound)),
        Row("an occurrence with two runs received",       Fault.DupId,   Receive(OnceForTheJob, Unheard("once"))),
        Row("a success never received",                   Fault.Lie,     Unheard("r6")),
        Row("a failure never received",                   Fault.Lie,     Unheard("r5", attempt: 2)),
        Row("another status than was answered",           Fault.Lie,     Replace("r6", run => run with { Status = 204 })),
        Row("an acknowledged job that is gone",           Fault.Unacked, Sound with { Acknowledged = ["once", "twice"] }),
        Row("a request before its due",                   Fault.Early,   Retime("r6", At(5.999))),
        Row("a second sending without a cause",           Fault.DupSend, Sound with { RetriedOn = [] }),
        Row("a second sending without a crash",           Fault.DupSend, Sound with { Crashes = [] }),
        Row("a second sending after another's crash",     Fault.DupSend, Sound with { Crashes = [new Crash(At(2.02), At(2.05))] }),
        Row("sent again long after its answer",           Fault.DupSend, Sound with { Arrivals = [.. Sound.Arrivals.Select(AnsweredEarly)],
            Crashes = [new Crash(At(4.1), At(4.15))] }),
        Row("one key, two jobs in the ledger",            Fault.DupKey,  Enter(SameKey, Sound)),
        Row("one key, two jobs answered",                 Fault.DupKey,  Sound with { Keyed = [.. Sound.Keyed, ("k1", "once")] }),
        Row("another body than the job's",                Fault.Lie,     Replace("keyed", run => run with { Body = "0000" })),
        Row("sent again although it said never",          Fault.Never,   Receive(SentAgain, Twice("never"))),
        Row("ended twice",                                Fault.TwoEnds, Moved(new("r1", "succeeded", "succeeded"))),
        Row("ended twice, once from running",             Fault.TwoEnds, Moved(new("r1", "running", "failed"))),
        Row("left an end that nobody saw",                Fault.TwoEnds, Sound with { Moves = [new("r1", "succeeded", "pending")] }),
        Row("went on after its end",                      Fault.TwoEnds, Moved(new("r2", "succeeded", "pending"))),
        Row("two of a queue of one at once",              Fault.Order,   Retime("q3", At(3.05))),
        Row("a later due first",                          Fault.Order,   Overtaken("q2", "q4", At(2.5), priority: 0)),
        Row("a smaller priority first",                   Fault.Order,   Overtaken("q3", "q4", At(1), priority: 4)),
        Row("one attempt sent twice",                     Fault.DupSend, Receive(new("r2", 2, "job", At(2), At(7), 200), CrashedAgain)),
        Row("sent again after the crash of another node", Fault.DupSend, SoundCluster with { Crashes = [new Crash(At(2.3), At(2.5), Process: 2)] }),
        Row("the zombie sends after the others",          Fault.DupSend, SentByZombie(At(5))),
        Row("the zombie sends long after it was let go",  Fault.DupSend, SentByZombie(At(5)) with { Resumed = [(1, At(4.5))] }),
        Row("the zombie sends more than what it was in",  Fault.DupSend, Receive(new("r2", 1, "job", At(2), At(5.1), 200), SentByZombie(At(5))) with { Resumed = [(1, At(4.9))] }),
        Row("written by a node that was declared dead",   Fault.Zombie,  ChangeEnd("r1", move => move with { IsWriterOut = true })),
        Row("written by no node",                         Fault.Zombie,  ChangeEnd("r1", move => move with { Writer = null })),
        Row("taken from a node that lives",               Fault.Stolen,  SoundCluster with { Nodes = [new("a", 1, At(0), null), SoundCluster.Nodes[1]] }),
        Row("taken from a node before its end",           Fault.Stolen,  SoundCluster with { Nodes = [new("a", 1, At(0), At(5)), SoundCluster.Nodes[1]] }),
        Row("taken over too late",                        Fault.Stuck,   SoundCluster with { TakeoverWithin = TimeSpan.FromSeconds(1.7) }),
        Row("entered late although a node was there",     Fault.Late,    SoundCluster with { EnteredWithin = TimeSpan.FromSeconds(1) }),
        Row("more began than the rate of a queue lets",   Fault.Rate,    SoundCluster with { Rates = [("one", 2, TimeSpan.FromSeconds(0.5))] }),
        Row("overtaken by what was entered long before",  Fault.Order,   SoundCluster with { UnseenFor = TimeSpan.FromSeconds(0.01) }),
    ];

    private static RunMove Move(
        double second, string writer, string? before, string run, string? from, string to, int attempt = 0, string? owner = null) =>
        new(run, from, to, Attempt: attempt, Owner: owner, Before: before, Writer: writer, At: At(second));

    private static History ChangeEnd(string run, Func<RunMove, RunMove> change) =>
        SoundCluster with { Moves = [.. SoundCluster.Moves.Select(move => (move.RunId, move.To) == (run, "succeeded") ? change(move) : move)] };

    private static object[] Row(string name, Fault fault, History history) => [name, fault.ToString(), history];

    private static History SentByZombie(DateTimeOffset at) => Receive(new("r2", 1, "job", At(2), at, 200), Unheard("r2", 1, SoundCluster));

    private static History Replace(string id, Func<LedgerRun, LedgerRun> change) =>
        Sound with { Ledger = [.. Sound.Ledger.Select(run => run.Id == id ? change(run) : run)] };

    private static History Receive(Arrival arrival, History? history = null) =>
        (history ?? Sound) with { Arrivals = [.. (history ?? Sound).Arrivals, arrival] };

    private static Arrival OnceForTheJob => new("once", 1, "job", At(6), At(7), 200);

    private static History CrashedAgain => Sound with { Crashes = [.. Sound.Crashes, new Crash(At(6.4), At(6.5))] };

    private static History Unheard(string id, int attempt = 1, History? history = null) =>
        (history ?? Sound) with { Arrivals = [.. Sound.Arrivals.Where(arrival => arrival.RunId != id || arrival.Attempt != attempt)] };

    private static Arrival AnsweredEarly(Arrival arrival) => arrival.RunId == "r2" ? arrival with { End = At(2.08) } : arrival;

    private static LedgerRun SameKey => new("again", null, At(2), "cancelled", 0, null, Uri: "/?key=k1");

    private static Arrival SentAgain => new("never", 2, "once-only", At(2), At(4), 200);

    private static History Twice(string id) => Replace(id, run => run with { Attempt = 2 });

    private static History Moved(RunMove move) => Sound with { Moves = [.. Sound.Moves, move] };

    // The second run is claimed just before the first, which waits.
    private static History Overtaken(string first, string second, DateTimeOffset due, int priority)
    {
        var place = Sound.Moves.ToList().FindIndex(move => move.RunId == first && move.To == "running");
        RunMove[] overtaking = [new(second, null, "pending", true), new(second, "pending", "running"), new(second, "running", "succeeded")];
        var sound = Enter(new(second, "q4", due, "cancelled", 0, null, Queue: "one", Priority: priority, Order: 4), Sound);
        return sound with { Moves = [.. Sound.Moves.Take(place), .. overtaking, .. Sound.Moves.Skip(place)] };
    }

    private static History Retime(string id, DateTimeOffset at) =>
        Sound with { Arrivals = [.. Sound.Arrivals.Select(arrival => arrival.RunId == id ? arrival with { At = at } : arrival)] };

    private static History Enter(LedgerRun run, History history) => history with { Ledger = [.. history.Ledger, run] };

    private static DateTimeOffset At(double second) => Noon.AddSeconds(second);
}
