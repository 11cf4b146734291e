using JobQueue.Jobs;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Pages.Overview;

/// <summary>The first page.</summary>
[TestClass]
public sealed class OverviewPageTests
{
    private static readonly DateTimeOffset Now = PagesApp.Now;

    [TestMethod]
    public async Task Overview_OfAnEmptyLedger_SaysThatThereIsNothing()
    {
        await using var app = await PagesApp.StartAsync();

        var page = await app.GetAsync("/");

        Assert.Contains("Running now Nothing runs. Next Nothing is due. The last hour 0 succeeded, 0 failed, 0 not run No run ended.", page.Text);
        Assert.Contains("Recent failures Nothing has failed.", page.Text);
        Assert.IsFalse(page.Text.Contains("the crontab has", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Overview_OfRuns_ShowsWhatRunsWhatIsNextAndWhatFailed()
    {
        await using var app = await PagesApp.StartAsync();
        await app.AddAsync(run => run with { State = RunState.Running, Status = null, Finished = null, JobName = "now-running" });
        await app.AddAsync(run => run with { State = RunState.Failed, Status = 503, JobName = "has-failed", Error = "no luck" });
        await app.AddAsync(run => Waiting(run, 2) with { JobName = "later" });
        await app.AddAsync(run => Waiting(run, 1) with { JobName = "sooner" });
        await app.AddAsync(run => Waiting(run, 1) with { JobName = "held", IsPaused = true });

        var page = await app.GetAsync("/");

        Assert.MatchesRegex("Running now .* now-running .* Cancel Next .* sooner GET /work once .* later GET /work once The last hour", page.Text);
        Assert.MatchesRegex("The last hour 0 succeeded, 1 failed, 0 not run .* The last day 0 succeeded, 1 failed, 0 not run", page.Text);
        Assert.MatchesRegex("Recent failures .* failed 503 has-failed .* no luck", page.Text);
        Assert.IsFalse(page.Text.Contains("held", StringComparison.Ordinal));
        Assert.IsNotEmpty(page.Named("rect").Where(bar => bar["class"] == "bad"));
    }

    [TestMethod]
    // Runs, rows, links to all
    [DataRow(20, 20, 0)]
    [DataRow(21, 20, 1)]
    public async Task Overview_OfManyThatRun_LeadsToAll(int runs, int rows, int links)
    {
        await using var app = await PagesApp.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, runs).Select(_ => app.AddAsync(
            run => run with { State = RunState.Running, Status = null, Finished = null })));

        var page = await app.GetAsync("/");

        Assert.AreEqual(rows, page.Named("button").Count(button => button["class"] == "grave"));
        Assert.AreEqual(links, page.Named("a").Count(link => link["href"] == "/jobqueue/runs?state=running"));
    }

    [TestMethod]
    public async Task Overview_Queue_ShowsWhatItMayDoAndWhatHoldsItBack()
    {
        await using var app = await PagesApp.StartAsync(("JobQueue:Queues:mail:Rate", "100/m"), ("JobQueue:Queues:mail:Concurrency", "3"));
        var token = (await app.GetAsync("/")).Token;

        var paused = await app.PostAsync("/queues/mail/pause", token);

        var page = await app.GetAsync("/");
        Assert.AreEqual(303, paused.Status);
        Assert.Contains("mail 0 of 3 0 100/m paused why not Resume", page.Text);
        Assert.IsNotEmpty(page.Named("a").Where(link => link["href"] == "/jobqueue/jobs?queue=mail"));
    }

    [TestMethod]
    public async Task Overview_CrontabThatIsRefused_LeadsToItsErrors()
    {
        await using var app = await PagesApp.StartAsync();
        await app.LoadCrontabAsync("60 * * * * - /a\n");

        var page = await app.GetAsync("/");

        Assert.Contains("All that is wrong with the crontab is in Crontab .", page.Text);
        Assert.IsFalse(page.Text.Contains("What happened is in", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Overview_QueueThatAResponseHoldsBack_IsResumed()
    {
        await using var app = await PagesApp.StartAsync();
        await app.Ledger.WriteAsync(connection => QueueRows.Hold(connection, "mail", Now.AddHours(1), Now));

        var held = await app.GetAsync("/");
        var resumed = await app.PostAsync("/queues/mail/resume", held.Token);

        var page = await app.GetAsync("/");
        Assert.AreEqual((1, 303, 0), (Resumes(held), resumed.Status, Resumes(page)));

        static int Resumes(Html shown) => shown.Named("form").Count(form => form["action"] == "/jobqueue/queues/mail/resume");
    }

    [TestMethod]
    public async Task Overview_Viewer_HasNoButtons()
    {
        await using var app = await PagesApp.StartAsync();
        await app.AddAsync(run => run with { State = RunState.Running, Status = null, Finished = null });

        var page = await app.GetAsync("/", key: "viewer");

        CollectionAssert.AreEqual(new[] { "/jobqueue/logout" }, page.Named("form").Select(form => form["action"]).ToList());
    }

    [TestMethod]
    public async Task Overview_CrontabWithErrors_IsSaidOnTop()
    {
        await using var app = await PagesApp.StartAsync();
        await app.LoadCrontabAsync("nonsense\n");

        var page = await app.GetAsync("/");

        Assert.MatchesRegex("the crontab has .*jobs\\.crontab:1:1: error: found \"nonsense\".*Running now", page.Text);
    }

    private static Run Waiting(Run run, int hours) => run with
    {
        State = RunState.Scheduled,
        Due = Now.AddHours(hours),
        NotBefore = Now.AddHours(hours),
        Attempt = 0,
        Status = null,
        Started = null,
        Sent = null,
        Finished = null,
    };
}
