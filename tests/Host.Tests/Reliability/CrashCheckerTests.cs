using static JobQueue.Host.Tests.Reliability.Histories;

namespace JobQueue.Host.Tests.Reliability;

/// <summary>A sound history has no fault; each of the others was doctored in one place, and has that one.</summary>
[TestClass]
public sealed class CrashCheckerTests
{
    [TestMethod]
    public void Check_SoundHistory_HasNoFault() => Assert.IsEmpty(CrashChecker.Check(Sound));

    [TestMethod]
    public void Check_SoundClusterHistory_HasNoFault() => Assert.IsEmpty(CrashChecker.Check(SoundCluster));

    [TestMethod]
    [DynamicData(nameof(Allowed))]
    public void Check_WhatMayBe_IsNoFault(string name, object history) => Assert.IsEmpty(CrashChecker.Check((History)history), name);

    [TestMethod]
    public void Check_SentTwice_NamesTheOwnersAndTheirEnds()
    {
        var (_, what) = CrashChecker.Check(SentByZombie(At(5))).Single();

        Assert.Contains("Id = b,", what);
        Assert.Contains("Id = a,", what);
        Assert.Contains("Reason = no heartbeat", what);
    }

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

    private static IEnumerable<object[]> Allowed =>
    [
        //                name                                              history
        (object[])["a step that a process was stopped in",                  SentByZombie(At(5)) with { Resumed = [(1, At(4.9))] }],
        ["two such steps where times are not judged",                       TwoInAStep with { MostSteps = int.MaxValue }],
        ["written down while the next process was started",                 Sound with { Crashes = [new Crash(At(2.02), At(2.05), At(2.2))] }],
        ["taken over while what was sent before might still come",          SoundCluster with { Crashes = [new Crash(At(2.3), At(11), Process: 1)] }],
        ["sent again by the same node after all were in trouble",           SentAgainBy("a") with { Crashes = [new Crash(At(2.3), At(2.5))] }],
    ];

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
        Row("written down when the next was up",          Fault.DupSend, Sound with { Crashes = [new Crash(At(2.02), At(2.05), At(2.08))] }),
        Row("sent twice more after one crash",            Fault.DupSend, Receive(new("r2", 3, "job", At(2), At(4.3), 200), Replace("r2", run => run with { Attempt = 3 }))
            with { Crashes = [new Crash(At(2.02), At(2.05), At(4.5))] }),
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
        Row("sent again by the node that lives",          Fault.DupSend, SentAgainBy("a")),
        Row("claimed again before the crash",             Fault.DupSend, SoundCluster with { Crashes = [new Crash(At(4.25), At(4.26), Process: 1)] }),
        Row("sent when all had long been in trouble",     Fault.DupSend, SoundCluster with { Crashes = [new Crash(At(2.02), At(2.05))] }),
        Row("the zombie sends after the others",          Fault.DupSend, SentByZombie(At(5))),
        Row("the zombie sends long after it was let go",  Fault.DupSend, SentByZombie(At(5)) with { Resumed = [(1, At(4.5))] }),
        Row("the zombie sends more than what it was in",  Fault.DupSend, Receive(new("r2", 1, "job", At(2), At(5.1), 200), SentByZombie(At(5))) with { Resumed = [(1, At(4.9))] }),
        Row("the zombie sends two that it was in",        Fault.DupSend, TwoInAStep),
        Row("the zombie sends what it claims thereafter", Fault.DupSend, ClaimedFirst(At(4.95), SentByZombie(At(5))) with { Resumed = [(1, At(4.9))] }),
        Row("written by a node that was declared dead",   Fault.Zombie,  ChangeEnd("r1", move => move with { IsWriterOut = true })),
        Row("written by no node",                         Fault.Zombie,  ChangeEnd("r1", move => move with { Writer = null })),
        Row("taken from a node that lives",               Fault.Stolen,  SoundCluster with { Nodes = [new("a", 1, At(0), null), SoundCluster.Nodes[1]] }),
        Row("taken from a node before its end",           Fault.Stolen,  SoundCluster with { Nodes = [new("a", 1, At(0), At(5)), SoundCluster.Nodes[1]] }),
        Row("taken over too late",                        Fault.Stuck,   SoundCluster with { TakeoverWithin = TimeSpan.FromSeconds(1.7) }),
        Row("entered late although a node was there",     Fault.Late,    SoundCluster with { EnteredWithin = TimeSpan.FromSeconds(1) }),
        Row("more began than the rate of a queue lets",   Fault.Rate,    SoundCluster with { Rates = [("one", 2, TimeSpan.FromSeconds(0.5))] }),
        Row("overtaken by what was entered long before",  Fault.Order,   SoundCluster with { UnseenFor = TimeSpan.FromSeconds(0.01) }),
    ];

    private static object[] Row(string name, Fault fault, History history) => [name, fault.ToString(), history];
}
