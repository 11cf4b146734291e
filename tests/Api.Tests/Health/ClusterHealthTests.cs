using System.Net;
using JobQueue.Api.Health;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Loading;

namespace JobQueue.Api.Tests.Health;

[TestClass]
public sealed class ClusterHealthTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    // Ahead of the database by milliseconds, whether it still takes runs; what is said, whether that is a warning
    [DataRow(1000, true, null, false)]
    [DataRow(-1000, true, null, false)]
    [DataRow(1400, true, "the clock of this machine is off by 1.4 s from the database's; set it right, as by NTP: beyond 5 s this node takes no runs", true)]
    [DataRow(-4000, true, "the clock of this machine is off by -4.0 s from the database's; set it right, as by NTP: beyond 5 s this node takes no runs", true)]
    [DataRow(7000, false, "off by far; set it right, as by NTP: until then this node takes no runs", false)]
    public void ClockOff_BySkew_WarnsAndThenIsAProblem(int milliseconds, bool takesRuns, string? line, bool isWarning)
    {
        var problem = HealthReport.ClockOff(new SkewedCluster(TimeSpan.FromMilliseconds(milliseconds), takesRuns ? null : "off by far"));

        Assert.AreEqual((line, isWarning), (problem?.Line, problem?.IsWarning ?? false));
    }

    [TestMethod]
    public async Task Healthz_DatabaseAwayAndBack_IsUnhealthyMeanwhileAndReadyAllTheTime()
    {
        await SharedPostgres.ServerAsync();
        await using var server = await PostgresServer.StartAsync();
        await using var app = await ClusterApp.StartAsync($"postgres:{await server.NewDatabaseAsync()}", "web-1");

        await server.StopAsync(isImmediate: true);
        using var refused = await app.PostJobAsync(new { at = "now", request = new { uri = "/hello" } });
        using var away = await app.Client.GetAsync("/jobqueue/healthz");
        using var ready = await app.Client.GetAsync("/jobqueue/readyz");
        await server.StartAgainAsync();
        var back = await UntilHealthyAsync(app);

        Assert.AreEqual((503, 503, 200), ((int)refused.StatusCode, (int)away.StatusCode, (int)ready.StatusCode));
        StringAssert.Contains(await away.Content.ReadAsStringAsync(), "see that the database runs, takes connections and has space");
        Assert.AreEqual(HttpStatusCode.OK, back);
    }

    [TestMethod]
    public async Task Healthz_CrontabOfAnotherNodeInForce_Warns()
    {
        await using var app = await ClusterApp.StartAsync($"postgres:{await SharedPostgres.NewDatabaseAsync()}", "web-1");
        var (ledger, report) = (app.App.Services.GetRequiredService<Ledger>(), app.App.Services.GetRequiredService<HealthReport>());
        var saved = new DateTimeOffset(2126, 3, 1, 12, 0, 0, TimeSpan.Zero);

        var before = await report.ReadAsync();
        await ledger.WriteAsync(connection =>
        {
            CrontabRows.Put(connection, new CrontabRevision("of another", saved, saved, "web-2"));
            return true;
        });
        await app.App.Services.GetRequiredService<CrontabLoader>().CompareAsync();
        var after = await report.ReadAsync();

        Assert.IsEmpty(before.Where(problem => problem.Code == "crontab-superseded"));
        Assert.AreEqual(
            "the crontab is not in force: node web-2 loaded others that were saved later, at 2126-03-01T12:00:00Z; save it anew to bring it into force",
            after.Single(problem => problem.Code == "crontab-superseded" && problem.IsWarning).Line);
    }

    private static async Task<HttpStatusCode> UntilHealthyAsync(LibraryApp app)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        HttpStatusCode status;
        do
        {
            using var answer = await app.Client.GetAsync("/jobqueue/healthz", limit.Token);
            status = answer.StatusCode;
        }
        while (status != HttpStatusCode.OK && await poll.WaitForNextTickAsync(limit.Token));
        return status;
    }

    private sealed class SkewedCluster(TimeSpan skew, string? hindrance) : Cluster
    {
        internal override TimeSpan Skew => skew;

        internal override string? Hindrance => hindrance;
    }
}
