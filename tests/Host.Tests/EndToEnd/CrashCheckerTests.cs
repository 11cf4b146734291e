namespace JobQueue.Host.Tests.EndToEnd;

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
        ],
        Restarts = [At(2.5)],
        RetriedOn = [503],
    };

    [TestMethod]
    public void Check_SoundHistory_HasNoFault() => Assert.IsEmpty(CrashChecker.Check(Sound));

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
        Row("a second sending without a cause",           Fault.Repeat,  Sound with { RetriedOn = [] }),
        Row("a second sending without a crash",           Fault.Repeat,  Sound with { Restarts = [] }),
        Row("a second sending after another's crash",     Fault.Repeat,  Sound with { Restarts = [At(2.05)] }),
        Row("one attempt sent twice",                     Fault.Repeat,  Receive(new("r2", 2, "job", At(2), At(7), 200), CrashedAgain)),
    ];

    private static object[] Row(string name, Fault fault, History history) => [name, fault.ToString(), history];

    private static History Replace(string id, Func<LedgerRun, LedgerRun> change) =>
        Sound with { Ledger = [.. Sound.Ledger.Select(run => run.Id == id ? change(run) : run)] };

    private static History Receive(Arrival arrival, History? history = null) =>
        (history ?? Sound) with { Arrivals = [.. (history ?? Sound).Arrivals, arrival] };

    private static Arrival OnceForTheJob => new("once", 1, "job", At(6), At(7), 200);

    private static History CrashedAgain => Sound with { Restarts = [At(2.5), At(6.5)] };

    private static History Unheard(string id, int attempt = 1) =>
        Sound with { Arrivals = [.. Sound.Arrivals.Where(arrival => arrival.RunId != id || arrival.Attempt != attempt)] };

    private static History Retime(string id, DateTimeOffset at) =>
        Sound with { Arrivals = [.. Sound.Arrivals.Select(arrival => arrival.RunId == id ? arrival with { At = at } : arrival)] };

    private static History Enter(LedgerRun run, History history) => history with { Ledger = [.. history.Ledger, run] };

    private static DateTimeOffset At(double second) => Noon.AddSeconds(second);
}
