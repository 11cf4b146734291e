using JobQueue.Jobs.Mailing;

namespace JobQueue.Jobs.Tests.Mailing;

[TestClass]
public sealed class MailSubjectTests
{
    private const string Id = "0198c0de-0000-7000-8000-000000000001";

    [TestMethod]
    // Name, URI, state, status, error, the run before, whether it was overdue, failures before, what stands between the mark and the run
    [DataRow("backup", "/b", RunState.Failed, 503, "503", RunState.Succeeded, false, 0, "backup failed: 503")]
    [DataRow("backup", "/b", RunState.Failed, 0, "connection refused", RunState.Failed, false, 1, "backup failed: connection refused")]
    [DataRow("backup", "/b", RunState.Failed, null, "a\r\nBcc: b", RunState.Failed, false, 1, "backup failed: a  Bcc: b")]
    [DataRow("backup", "/b", RunState.TimedOut, 0, "timed out after 5m", RunState.Failed, false, 1, "backup timed out")]
    [DataRow("backup", "/b", RunState.Quarantined, null, "q", RunState.Failed, false, 1, "backup is in quarantine")]
    [DataRow("backup", "/b", RunState.Succeeded, 204, null, RunState.Succeeded, false, 0, "backup succeeded: 204")]
    [DataRow("backup", "/b", RunState.Succeeded, 200, null, RunState.Failed, false, 1, "backup is well again after 1 failure")]
    [DataRow("backup", "/b", RunState.Succeeded, 200, null, RunState.Failed, false, 3, "backup is well again after 3 failures")]
    [DataRow("backup", "/b", RunState.Succeeded, 200, null, RunState.Failed, false, 1000, "backup is well again after 1000 or more failures")]
    [DataRow("backup", "/b", RunState.Succeeded, 200, null, RunState.Succeeded, true, 0, "backup is well again after it was overdue")]
    [DataRow(null, "/b?token=secret", RunState.Failed, 500, null, RunState.Succeeded, false, 0, "GET /b failed: 500")]
    public void Of_EndOfARun_SaysWhatItCameTo(
        string? name, string uri, RunState state, int? status, string? error, RunState before, bool wasOverdue, int failures, string expected)
    {
        var run = new Run
        {
            Id = Id,
            JobName = name,
            Due = DateTimeOffset.UnixEpoch,
            Created = DateTimeOffset.UnixEpoch,
            Request = new JobRequest { Uri = uri },
            State = state,
            Status = status,
            Error = error,
        };

        var subject = MailSubject.Of(new RunEnd(run, before, wasOverdue, failures));

        Assert.AreEqual($"[jobqueue] {expected} (run {Id})", subject);
    }

    [TestMethod]
    // Whether it is of a recurring job, what came of that, state, status, what stands between the mark and the run
    [DataRow(true, "remove", RunState.Failed, 410, "backup failed: 410, and was removed")]
    [DataRow(true, "remove", RunState.Succeeded, 204, "backup succeeded: 204, and was removed")]
    [DataRow(true, "pause", RunState.Failed, 403, "backup failed: 403, and was paused")]
    [DataRow(true, "keep", RunState.Failed, 503, "backup failed: 503")]
    [DataRow(false, "remove", RunState.Failed, 410, "backup failed: 410")]
    public void Of_EndThatEndsTheJob_SaysSo(bool isRecurring, string disposition, RunState state, int status, string expected)
    {
        var run = new Run
        {
            Id = Id,
            JobId = isRecurring ? "0198c0de-0000-7000-8000-000000000002" : null,
            JobName = "backup",
            Due = DateTimeOffset.UnixEpoch,
            Created = DateTimeOffset.UnixEpoch,
            Request = new JobRequest { Uri = "/b" },
            State = state,
            Status = status,
            Disposition = Word.Parse<Disposition>(disposition),
        };

        var subject = MailSubject.Of(new RunEnd(run, Before: null, WasOverdue: false, Failures: 0));

        Assert.AreEqual($"[jobqueue] {expected} (run {Id})", subject);
    }

    [TestMethod]
    // Results, failures, subject
    [DataRow(100, 97, "[jobqueue] 100 results: 97 of them are failures")]
    [DataRow(6, 1, "[jobqueue] 6 results: 1 of them is a failure")]
    [DataRow(6, 0, "[jobqueue] 6 results: 0 of them are failures")]
    public void OfDigest_Counts_AreSaid(int count, int failures, string expected) =>
        Assert.AreEqual(expected, MailSubject.OfDigest(count, failures));
}
