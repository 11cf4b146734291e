namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class ActionCommandTests
{
    [TestMethod]
    // command line, what is asked, reason in the body, status, answer, what is printed
    [DataRow("run weekly", "POST /api/jobs/weekly/run", "", 202, "", "asked for a run of weekly\n")]
    [DataRow("run weekly", "POST /api/jobs/weekly/run", "", 202, "{\"id\":\"r1\",\"due\":\"2026-03-30T07:00:00Z\"}", "run r1 of weekly\n")]
    [DataRow("run weekly", "POST /api/jobs/weekly/run", "", 202, "{\"id\":\"j1\",\"runId\":\"r1\"}", "run r1 of weekly\n")]
    [DataRow("run weekly --reason late", "POST /api/jobs/weekly/run", "{\"reason\":\"late\"}", 200, "{}", "asked for a run of weekly\n")]
    [DataRow("pause weekly", "POST /api/jobs/weekly/pause", "", 200, "{}", "paused weekly\n")]
    [DataRow("pause weekly --reason a", "POST /api/jobs/weekly/pause", "{\"reason\":\"a\"}", 204, "", "paused weekly\n")]
    [DataRow("resume a/b", "POST /api/jobs/a%2Fb/resume", "", 204, "", "resumed a/b\n")]
    [DataRow("rm weekly", "DELETE /api/jobs/weekly", "", 204, "", "removed weekly\n")]
    [DataRow("rm weekly --reason a&b", "DELETE /api/jobs/weekly?reason=a%26b", "", 200, "{}", "removed weekly\n")]
    [DataRow("cancel r1 --reason late", "POST /api/runs/r1/cancel", "{\"reason\":\"late\"}", 202, "", "cancelled r1\n")]
    [DataRow("queue pause mail --reason late", "POST /api/queues/mail/pause", "{\"reason\":\"late\"}", 200, "{}", "paused queue mail\n")]
    [DataRow("queue resume mail", "POST /api/queues/mail/resume", "", 200, "{}", "resumed queue mail\n")]
    [DataRow("replay r1", "POST /api/runs/r1/replay", "", 201, "{\"id\":\"j2\"}", "job j2 replays r1\n")]
    public async Task Action_Accepted_SaysWhatWasDone(string line, string asked, string sent, int status, string answer, string expected)
    {
        await using var api = await StubApi.StartAsync((asked, new StubAnswer(status, answer)));

        var result = await api.RunAsync(line.Split(' '));

        Assert.AreEqual(new CommandResult(0, expected, ""), result);
        Assert.AreEqual(new StubRequest(asked, sent, ""), api.Requests.Single());
    }

    [TestMethod]
    // status, answer, what is said
    [DataRow(409, """{"title":"Conflict","detail":"weekly is busy"}""", "jobqueue: weekly is busy\n")]
    [DataRow(409, """{"title":"Conflict","detail":"The run has ended already."}""", "jobqueue: The run has ended already\n")]
    [DataRow(400, """{"title":"x","errors":{"":["found text that is not JSON"]}}""", "jobqueue: found text that is not JSON\n")]
    [DataRow(409, """{"title":"Conflict"}""", "jobqueue: Conflict\n")]
    [DataRow(500, "", "jobqueue: the server answered 500\n")]
    [DataRow(401, "", "jobqueue: the server answered 401; pass a key with --key or JOBQUEUE_KEY\n")]
    public async Task Action_Refused_SaysWhy(int status, string answer, string expected)
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs/weekly/run", new StubAnswer(status, answer)));

        var result = await api.RunAsync("run", "weekly");

        Assert.AreEqual(new CommandResult(1, "", expected), result);
    }
}
