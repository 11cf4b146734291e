using System.Net;
using System.Text.Json;
using JobQueue.Api.Health;
using JobQueue.Api.InProcess;
using JobQueue.Jobs.Queue;
using JobQueue.Scheduler.Clock;
using Microsoft.Data.Sqlite;

namespace JobQueue.Api.Tests.Health;

[TestClass]
public sealed class HealthReportTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(20);

    [TestMethod]
    public async Task Report_OfAnAppThatIsWell_IsEmpty()
    {
        await using var app = await HealthApp.StartAsync("0 0 1 1 *  -  GET /hello\n");

        Assert.AreEqual("", await app.CodesAsync());
    }

    [TestMethod]
    // A recurring job that is due every minute; none, and a one-time job
    [DataRow("* * * * *  -  GET /hello\n", "tomorrow")]
    [DataRow("", "now + 1 minute")]
    public async Task Report_WhenNothingFires_ClockIsStalled(string crontab, string at)
    {
        await using var app = await HealthApp.StartAsync(crontab);
        await app.Service<QuartzClock>().StopAsync(CancellationToken.None);
        await app.App.PostJobAsync(new { at, request = new { uri = "/hello" } });

        app.Time.Advance(TimeSpan.FromSeconds(90));
        var early = await app.CodesAsync();
        app.Time.Advance(TimeSpan.FromMinutes(2));
        var late = await app.Report.ReadAsync();

        Assert.AreEqual("", early);
        Assert.AreEqual(("clock-stalled", false), (late.Single().Code, late.Single().IsWarning));
        Assert.StartsWith("the clock stands still: something has been due for 2m30s; restart", late.Single().Line);
    }

    [TestMethod]
    public async Task Report_WhenTheMachineWasSuspended_ClockIsNotStalledForThat()
    {
        await using var app = await HealthApp.StartAsync("* * * * *  -  GET /hello\n");
        await app.Service<QuartzClock>().StopAsync(CancellationToken.None);

        app.Time.Jump(TimeSpan.FromHours(8));
        var woken = await app.CodesAsync();
        app.Time.Advance(ClockStall.After + TimeSpan.FromSeconds(1));
        var later = await app.CodesAsync();

        Assert.AreEqual(("", "clock-stalled"), (woken, later));
    }

    [TestMethod]
    public async Task Report_OfRunsNobodySendsThoughSlotsAreFree_QueueIsStuckOnTheSecondLook()
    {
        await using var app = await HealthApp.StartAsync();
        app.Service<RunQueue>().Queues.Slots(HealthApp.Single);
        await app.ForgetAsync(HealthApp.Single);

        app.Time.Advance(QueueHealth.After + TimeSpan.FromSeconds(1));
        var first = await app.CodesAsync();
        app.Time.Advance(QueueHealth.Again);
        var second = await app.Report.ReadAsync();

        Assert.AreEqual("", first);
        Assert.AreEqual(
            "queue \"single\" is stuck: slots are free and nothing is sent (runs that wait: 1, the oldest overdue by 1m11s); "
                + "restart, and report it with the log: this should not happen",
            second.Single().Line);
    }

    [TestMethod]
    public async Task Report_OfASlotHeldByARunThatWasGivenUp_QueueIsStuckOnTheSecondLook()
    {
        await using var app = await HealthApp.StartAsync();
        await app.EnqueueAsync(HealthApp.Single, timeout: TimeSpan.FromMinutes(1));
        await app.Sender.BegunAsync();
        await app.EnqueueAsync(HealthApp.Single, Long);

        app.Time.Advance(TimeSpan.FromMinutes(3));
        var first = await app.CodesAsync();
        app.Time.Advance(QueueHealth.Again);
        var second = await app.Report.ReadAsync();

        Assert.AreEqual("", first);
        Assert.StartsWith("queue \"single\" is stuck: runs that were given up hold every slot", second.Single().Line);
        Assert.IsFalse(second.Single().IsWarning);
    }

    [TestMethod]
    public async Task Report_OfASlotWithARunThatTakesLong_IsEmpty()
    {
        await using var app = await HealthApp.StartAsync();
        await app.EnqueueAsync(HealthApp.Single, Long);
        await app.Sender.BegunAsync();
        await app.EnqueueAsync(HealthApp.Single, Long);

        app.Time.Advance(TimeSpan.FromMinutes(30));
        var first = await app.CodesAsync();
        app.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.AreEqual(("", ""), (first, await app.CodesAsync()));
    }

    [TestMethod]
    public async Task Report_OfAPausedQueueInWhichRunsWait_IsAWarning()
    {
        await using var app = await HealthApp.StartAsync();
        await app.Service<RunQueue>().Queues.PauseAsync(HealthApp.Single, who: null, reason: null);
        await app.EnqueueAsync(HealthApp.Single, Long);

        app.Time.Advance(TimeSpan.FromHours(1));
        await app.CodesAsync();
        app.Time.Advance(TimeSpan.FromHours(1));
        var paused = await app.Report.ReadAsync();

        Assert.AreEqual(("queue-paused", true), (paused.Single().Code, paused.Single().IsWarning));
    }

    [TestMethod]
    public async Task Report_OfAQueueThatItsRateHoldsBack_IsAWarning()
    {
        await using var app = await HealthApp.StartAsync();
        await app.EnqueueAsync(HealthApp.Slow, Long);
        await app.Sender.BegunAsync();
        await app.EnqueueAsync(HealthApp.Slow, Long);

        app.Time.Advance(TimeSpan.FromMinutes(20));
        var held = await app.Report.ReadAsync();

        Assert.AreEqual(("queue-held", true), (held.Single().Code, held.Single().IsWarning));
        Assert.StartsWith("queue \"slow\" is held back for 40m ", held.Single().Line);
    }

    [TestMethod]
    public async Task Report_OfADiskWithLessThanWanted_IsAWarning()
    {
        await using var app = await HealthApp.StartAsync(configure: options => options.LowDiskBytes = long.MaxValue);

        var low = await app.Report.ReadAsync();

        Assert.AreEqual(("disk-low", true), (low.Single().Code, low.Single().IsWarning));
    }

    [TestMethod]
    public async Task Report_OfALedgerThatCannotBeWritten_SaysSoUntilItCanThoughNobodyWrites()
    {
        await using var app = await HealthApp.StartAsync();
        await app.Ledger.WriteAsync(connection => connection.Execute("PRAGMA busy_timeout = 0"));
        using var other = new SqliteConnection($"Data Source={app.Ledger.File};Pooling=False");
        other.Open();
        var held = other.BeginTransaction(deferred: false);

        using var refused = await app.App.PostJobAsync(new { at = "tomorrow", request = new { uri = "/hello" } });
        var locked = await app.Report.ReadAsync();
        held.Dispose();

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.StartsWith(
            "another program holds the ledger's file locked; free space on the disk, or end what holds the file",
            locked.Single(problem => problem.Code == "ledger-refuses").Line);
        await app.WellAsync();
    }

    [TestMethod]
    public async Task Report_OfABadCrontab_ShowsTheFirstError()
    {
        await using var app = await HealthApp.StartAsync("# none\n");
        app.App.WriteCrontab("* * * * *  -  NOWHERE\n");
        await app.Service<Scheduler.Loading.CrontabLoader>().ReloadAsync(CancellationToken.None);

        var bad = await app.Report.ReadAsync();

        Assert.AreEqual("crontab-bad", bad.Single().Code);
        Assert.StartsWith("the crontab has an error, the schedule before it is in force: ", bad.Single().Line);
    }

    [TestMethod]
    public async Task Healthz_WithAWarning_IsHealthyAndSaysIt()
    {
        await using var app = await HealthApp.StartAsync();
        app.Service<Pipeline>().ReportStuck();

        using var answer = await app.App.Client.GetAsync("/jobqueue/healthz");
        var health = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual((HttpStatusCode.OK, "healthy"), (answer.StatusCode, health.GetProperty("status").GetString()));
        Assert.AreEqual(0, health.GetProperty("problems").GetArrayLength());
        Assert.StartsWith("endpoints that go on although their run was given up: 1; ", health.GetProperty("warnings")[0].GetString());
    }

    [TestMethod]
    public async Task Healthz_AskedOften_LooksOnceASecond()
    {
        await using var app = await HealthApp.StartAsync();

        var well = await WarningsAsync(app);
        app.Service<Pipeline>().ReportStuck();
        var soon = await WarningsAsync(app);
        app.Time.Advance(SharedReport.Fresh);
        var later = await WarningsAsync(app);

        Assert.AreEqual((0, 0, 1), (well, soon, later));
    }

    private static async Task<int> WarningsAsync(HealthApp app) =>
        (await app.App.GetAsync("/jobqueue/healthz")).GetProperty("warnings").GetArrayLength();

    [TestMethod]
    // Seconds that the clock stands still, how many endpoints are stuck, what the app's health checks say
    [DataRow(0, 0, "Healthy")]
    [DataRow(0, 1, "Degraded")]
    [DataRow(300, 1, "Unhealthy")]
    public async Task HealthChecks_OfTheApp_KnowJobQueue(int standstill, int stuck, string status)
    {
        await using var app = await HealthApp.StartAsync("* * * * *  -  GET /hello\n");
        await app.Service<QuartzClock>().StopAsync(CancellationToken.None);
        Enumerable.Range(0, stuck).ToList().ForEach(_ => app.Service<Pipeline>().ReportStuck());

        app.Time.Advance(TimeSpan.FromSeconds(standstill));

        using var answer = await app.App.Client.GetAsync("/health");

        Assert.AreEqual(status, await answer.Content.ReadAsStringAsync());
    }
}
