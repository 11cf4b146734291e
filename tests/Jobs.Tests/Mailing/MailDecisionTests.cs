using JobQueue.Jobs.Mailing;

namespace JobQueue.Jobs.Tests.Mailing;

[TestClass]
public sealed class MailDecisionTests
{
    [TestMethod]
    // Mailed of, the run, the run before it ("-": none), the mail's kind ("-": none)
    [DataRow(MailOn.Failure, RunState.Failed, "-", "failure")]
    [DataRow(MailOn.Failure, RunState.Failed, "failed", "failure")]
    [DataRow(MailOn.Failure, RunState.TimedOut, "succeeded", "failure")]
    [DataRow(MailOn.Failure, RunState.Quarantined, "succeeded", "failure")]
    [DataRow(MailOn.Failure, RunState.Succeeded, "failed", "-")]
    [DataRow(MailOn.Recovery, RunState.Failed, "succeeded", "-")]
    [DataRow(MailOn.Recovery, RunState.Succeeded, "failed", "recovery")]
    [DataRow(MailOn.Recovery, RunState.Succeeded, "quarantined", "recovery")]
    [DataRow(MailOn.Recovery, RunState.Succeeded, "succeeded", "-")]
    [DataRow(MailOn.Recovery, RunState.Succeeded, "-", "-")]
    [DataRow(MailOn.Failure | MailOn.Recovery, RunState.Failed, "succeeded", "failure")]
    [DataRow(MailOn.Failure | MailOn.Recovery, RunState.Succeeded, "timed_out", "recovery")]
    [DataRow(MailOn.Failure | MailOn.Recovery, RunState.Succeeded, "-", "-")]
    [DataRow(MailOn.Change, RunState.Failed, "-", "change")]
    [DataRow(MailOn.Change, RunState.Failed, "succeeded", "change")]
    [DataRow(MailOn.Change, RunState.Failed, "failed", "-")]
    [DataRow(MailOn.Change, RunState.TimedOut, "failed", "change")]
    [DataRow(MailOn.Change, RunState.Succeeded, "failed", "change")]
    [DataRow(MailOn.Change, RunState.Succeeded, "succeeded", "-")]
    [DataRow(MailOn.Change, RunState.Succeeded, "-", "-")]
    [DataRow(MailOn.Change | MailOn.Recovery, RunState.Succeeded, "failed", "recovery")]
    [DataRow(MailOn.Change | MailOn.Failure, RunState.Failed, "failed", "failure")]
    [DataRow(MailOn.Always, RunState.Failed, "failed", "failure")]
    [DataRow(MailOn.Always, RunState.Succeeded, "failed", "recovery")]
    [DataRow(MailOn.Always, RunState.Succeeded, "succeeded", "success")]
    [DataRow(MailOn.Always, RunState.Succeeded, "-", "success")]
    [DataRow(MailOn.Never, RunState.Failed, "succeeded", "-")]
    [DataRow(MailOn.Never, RunState.Succeeded, "failed", "-")]
    // what no run came to
    [DataRow(MailOn.Always, RunState.Cancelled, "succeeded", "-")]
    [DataRow(MailOn.Always, RunState.Skipped, "succeeded", "-")]
    [DataRow(MailOn.Always | MailOn.Change, RunState.Missed, "failed", "-")]
    [DataRow(MailOn.Always, RunState.Pending, "failed", "-")]
    public void Of_EndOfARun_IsTheKindOfItsMail(MailOn on, RunState state, string before, string expected)
    {
        RunState? known = Word.TryParse<RunState>(before, out var parsed) ? parsed : null;

        var kind = MailDecision.Of(on, state, known);

        Assert.AreEqual(expected, kind is { } mail ? Word.Of(mail) : "-");
    }
}
