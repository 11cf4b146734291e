using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class OutcomeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    // Policy, attempt, status, state, disposition
    [DataRow("", 1, 200, "succeeded", "keep")]
    [DataRow("", 1, 304, "succeeded", "keep")]
    [DataRow("", 1, 302, "failed", "keep")]
    [DataRow("", 1, 404, "failed", "keep")]
    [DataRow("", 1, 410, "failed", "remove")]
    [DataRow("", 1, 503, "pending", "retry")]
    [DataRow("", 3, 503, "pending", "retry")]
    [DataRow("", 4, 503, "failed", "keep")]
    [DataRow("", 1, 0, "pending", "retry")]
    [DataRow("", 4, 0, "failed", "keep")]
    [DataRow("classic", 1, 0, "failed", "remove")]
    [DataRow("classic", 1, 400, "failed", "remove")]
    [DataRow("classic", 1, 500, "failed", "remove")]
    [DataRow("classic", 1, 399, "failed", "keep")]
    [DataRow("classic", 1, 200, "succeeded", "keep")]
    [DataRow("pause", 1, 503, "pending", "retry")]
    [DataRow("pause", 2, 503, "failed", "pause")]
    [DataRow("remove-success", 1, 200, "succeeded", "remove")]
    [DataRow("retry-success", 1, 202, "pending", "retry")]
    public void Of_Status_LeadsToStateAndDisposition(string policy, int attempt, int status, string state, string disposition)
    {
        var result = status == 0
            ? new AttemptResult(AttemptEnd.NoResponse, null, "refused")
            : new AttemptResult(AttemptEnd.Responded, new Response { Status = status }, null);

        var finish = Outcome.Of(RunOf(Policies[policy], attempt), result, null, Now, chance: 0.5);

        Assert.AreEqual(state, Word.Of(finish.State));
        Assert.AreEqual(disposition, Word.Of(finish.Disposition!.Value));
        Assert.AreEqual(status, finish.Status);
        Assert.AreEqual(state == "pending", finish.NotBefore > Now);
    }

    [TestMethod]
    public void Of_Timeout_OnTheLastAttemptIsTimedOutWithStatus0()
    {
        var finish = Outcome.Of(
            RunOf(JobPolicy.Default, attempt: 4), new AttemptResult(AttemptEnd.Aborted, null, null), new Abort(AbortCause.Timeout), Now, chance: 0.5);

        Assert.AreEqual(RunState.TimedOut, finish.State);
        Assert.AreEqual(0, finish.Status);
        Assert.AreEqual("timed out after 5m", finish.Error);
    }

    [TestMethod]
    public void Of_Cancel_HasNoStatusAndLeadsToNothing()
    {
        var finish = Outcome.Of(
            RunOf(Policies["classic"], attempt: 1), new AttemptResult(AttemptEnd.Aborted, null, null), new Abort(AbortCause.Cancel), Now, chance: 0.5);

        Assert.AreEqual(RunState.Cancelled, finish.State);
        Assert.IsNull(finish.Status);
        Assert.IsNull(finish.Disposition);
    }

    [TestMethod]
    public void Of_Shutdown_GoesAgainWithoutWaiting()
    {
        var finish = Outcome.Of(
            RunOf(JobPolicy.Default, attempt: 1), new AttemptResult(AttemptEnd.Aborted, null, null), new Abort(AbortCause.Shutdown), Now, chance: 0.5);

        Assert.AreEqual(RunState.Pending, finish.State);
        Assert.IsNull(finish.NotBefore);
        Assert.IsNull(finish.Disposition);
    }

    [TestMethod]
    public void Of_ShutdownWithOnCrashNever_HasFailed()
    {
        var run = RunOf(new JobPolicy { OnCrash = OnCrash.Never }, attempt: 1);

        var finish = Outcome.Of(run, new AttemptResult(AttemptEnd.Aborted, null, null), new Abort(AbortCause.Shutdown), Now, chance: 0.5);

        Assert.AreEqual(RunState.Failed, finish.State);
        Assert.AreEqual("interrupted: the process was stopped while it ran (on-crash never)", finish.Error);
        Assert.IsNull(finish.Status);
    }

    [TestMethod]
    public void Of_InterruptedBefore_CountsFailuresNotAttempts()
    {
        var run = RunOf(JobPolicy.Default, attempt: 9) with { Failures = 2 };

        var finish = Outcome.Of(run, new AttemptResult(AttemptEnd.Responded, new Response { Status = 503 }, null), null, Now, chance: 0.5);

        Assert.AreEqual((RunState.Pending, Now.AddSeconds(20)), (finish.State, finish.NotBefore), "the wait of the third failure");
    }

    [TestMethod]
    public void Of_CancelOfAnEndpointThatIgnoresIt_SaysWhyAndThat()
    {
        var finish = Outcome.Of(
            RunOf(JobPolicy.Default, attempt: 1), new AttemptResult(AttemptEnd.Aborted, null, "still running"),
            new Abort(AbortCause.Cancel, "wrong one"), Now, chance: 0.5);

        Assert.AreEqual("wrong one: still running", finish.Error);
    }

    [TestMethod]
    public void Of_ResponseThatBeatTheTimeout_IsTheResponse()
    {
        var finish = Outcome.Of(
            RunOf(JobPolicy.Default, attempt: 1),
            new AttemptResult(AttemptEnd.Responded, new Response { Status = 200 }, null), new Abort(AbortCause.Timeout), Now, chance: 0.5);

        Assert.AreEqual(RunState.Succeeded, finish.State);
    }

    [TestMethod]
    public void Of_Redirect_SaysWhereToAndThatItWasNotFollowed()
    {
        var response = new Response { Status = 302, Headers = [new("Location", "https://example.com/login?token=secret")] };

        var finish = Outcome.Of(RunOf(JobPolicy.Default, attempt: 1), new AttemptResult(AttemptEnd.Responded, response, null), null, Now, chance: 0.5);

        Assert.AreEqual("redirected to https://example.com/login, not followed", finish.Error);
    }

    [TestMethod]
    // Status, what the sender says, what the response says, what is kept
    [DataRow(500, null, "the disk\nis full", "the disk is full")]
    [DataRow(500, "IOException: no space", "the disk is full", "IOException: no space")]
    [DataRow(404, null, null, null)]
    [DataRow(200, null, "all is well", null)]
    public void Of_Problem_IsTheErrorWhereNothingElseSaysWhy(int status, string? error, string? problem, string? expected)
    {
        var result = new AttemptResult(AttemptEnd.Responded, new Response { Status = status }, error) { Problem = problem };

        var finish = Outcome.Of(RunOf(JobPolicy.Default, attempt: 4), result, null, Now, chance: 0.5);

        Assert.AreEqual(expected, finish.Error);
    }

    [TestMethod]
    public void Of_LongProblem_IsCutAtAWholeCharacter()
    {
        var result = new AttemptResult(AttemptEnd.Responded, new Response { Status = 500 }, null) { Problem = new string('x', 999) + "😀 and more" };

        var finish = Outcome.Of(RunOf(JobPolicy.Default, attempt: 4), result, null, Now, chance: 0.5);

        Assert.AreEqual(new string('x', 999), finish.Error);
    }

    [TestMethod]
    // Status, whether the request was kept, whether its queue is held back
    [DataRow(429, false, true)]
    [DataRow(503, false, true)]
    [DataRow(429, true, false)]
    [DataRow(503, true, false)]
    public void Of_RetryAfter_HoldsTheQueueUnlessTheRequestWasKept(int status, bool isKept, bool isHeld)
    {
        var response = new Response { Status = status, Headers = [new("Retry-After", "600")] };
        var run = RunOf(JobPolicy.Default, attempt: 1) with { Request = RequestOf(isKept) };

        var finish = Outcome.Of(run, new AttemptResult(AttemptEnd.Responded, response, null), null, Now, chance: 0.5);

        Assert.AreEqual((RunState.Pending, Now.AddMinutes(10)), (finish.State, finish.NotBefore));
        Assert.AreEqual(isHeld ? Now.AddMinutes(10) : null, finish.HoldQueueUntil);
    }

    [TestMethod]
    [DataRow("2147483647")]
    [DataRow("2147483648")]
    [DataRow("99999999999")]
    [DataRow("99999999999999999999999999")]
    [DataRow("Fri, 31 Dec 9999 23:59:59 GMT")]
    public void Of_RetryAfterBeyondAllBounds_WaitsAnHour(string retryAfter)
    {
        var response = new Response { Status = 429, Headers = [new("Retry-After", retryAfter)] };
        var result = new AttemptResult(AttemptEnd.Responded, response, null);

        var finish = Outcome.Of(RunOf(JobPolicy.Default, attempt: 1), result, null, Now, chance: 0.5);

        Assert.AreEqual((Now.AddHours(1), Now.AddHours(1)), (finish.NotBefore, finish.HoldQueueUntil));
    }

    [TestMethod]
    // Whether the request was kept, where the link leads, the next request, why there is none
    [DataRow(false, "/orders?page=2", "/orders?page=2", null)]
    [DataRow(false, "https://other.example/", null, "the link to https://other.example/ is not followed: it leads to another server")]
    [DataRow(true, "/orders?page=2", null, null)]
    [DataRow(true, "https://other.example/", null, null)]
    public void Of_LinkToNext_LeadsThereUnlessTheRequestWasKept(bool isKept, string link, string? next, string? refusal)
    {
        var response = new Response { Status = 200, Headers = [new("Link", $"<{link}>; rel=next")] };
        var result = new AttemptResult(AttemptEnd.Responded, response, null) { Address = new Uri("https://localhost/orders") };
        var run = RunOf(JobPolicy.Default, attempt: 1) with { Request = RequestOf(isKept) };

        var finish = Outcome.Of(run, result, null, Now, chance: 0.5);

        Assert.AreEqual((RunState.Succeeded, next, refusal), (finish.State, finish.Next?.To, finish.Next?.Refusal));
    }

    private static JobRequest RequestOf(bool isKept) =>
        new() { Uri = "/orders", Headers = isKept ? [.. KeptRequest.Fields("", null, null)] : [] };

    private static readonly Dictionary<string, JobPolicy> Policies = new()
    {
        [""] = JobPolicy.Default,
        ["classic"] = new() { Retry = 0, RemoveOn = StatusSet.Parse("0,400-599") },
        ["pause"] = new() { Retry = 1, PauseOn = StatusSet.Parse("503") },
        ["remove-success"] = new() { RemoveOn = StatusSet.Parse("200") },
        ["retry-success"] = new() { RetryOn = StatusSet.Parse("202") },
    };

    private static Run RunOf(JobPolicy policy, int attempt) => new()
    {
        Id = "run",
        Due = Now,
        Created = Now,
        Attempt = attempt,
        Failures = attempt - 1,
        Policy = policy,
        Request = new JobRequest { Uri = "/" },
    };

    [TestMethod]
    // Where the response redirects to, what the sender says of it; what is kept
    [DataRow("/a\u001b[2Jb", null, "redirected to /a [2Jb, not followed")]
    [DataRow(null, "protocol error: \u009b\u0007x", "protocol error:   x")]
    [DataRow(null, "a\u2028b\0", "a b ")]
    public void Of_ControlCharactersInAnError_AreBlanks(string? location, string? error, string expected)
    {
        KeyValuePair<string, string>[] headers = location is null ? [] : [new("Location", location)];
        var response = new Response { Status = 302, Headers = headers };

        var finish = Outcome.Of(RunOf(JobPolicy.Default, attempt: 1), new AttemptResult(AttemptEnd.Responded, response, error), null, Now, chance: 0.5);

        Assert.AreEqual(expected, finish.Error);
    }

    [TestMethod]
    public void Of_ControlCharactersInALinkThatIsNotFollowed_AreBlanks()
    {
        var response = new Response { Status = 200, Headers = [new("Link", "<http://other.example/\u001b[2J>; rel=next")] };
        var result = new AttemptResult(AttemptEnd.Responded, response, null) { Address = new Uri("http://example.com/") };

        var finish = Outcome.Of(RunOf(JobPolicy.Default, attempt: 1), result, null, Now, chance: 0.5);

        Assert.AreEqual("the link to http://other.example/ [2J is not followed: it leads to another server", finish.Next!.Refusal);
    }
}
