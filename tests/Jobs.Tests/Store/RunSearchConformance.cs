using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>The run history, searched with bounded work.</summary>
public abstract class RunSearchConformance : StoreConformance
{
    private const int Plenty = 1000;
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    // State, status, since and until in hours, text, what is found of the ten, the newest first
    [DataRow(null, null, null, null, null, "9876543210")]
    [DataRow("failed", null, null, null, null, "63")]
    [DataRow("succeeded", null, null, null, null, "987510")]
    [DataRow("cancelled", null, null, null, null, "")]
    [DataRow("scheduled", null, null, null, null, "42")]
    [DataRow(null, 503, null, null, null, "63")]
    [DataRow("failed", 200, null, null, null, "")]
    [DataRow(null, null, 3.0, null, null, "9876543")]
    [DataRow(null, null, null, 3.0, null, "210")]
    [DataRow(null, null, 2.0, 5.0, null, "432")]
    [DataRow("failed", null, 4.0, null, null, "6")]
    [DataRow("succeeded", 200, 1.0, 8.0, null, "751")]
    [DataRow(null, null, null, null, "WORK-7", "7")]
    [DataRow(null, null, null, null, "too many", "63")]
    [DataRow("succeeded", null, null, null, "nobody", "")]
    public async Task Find_ByFilter_HasThoseAndNoOthers(string? state, int? status, double? since, double? until, string? text, string found)
    {
        await using var fixture = await TenRunsAsync();
        var filter = new RunFilter
        {
            State = state is null ? null : Word.Parse<RunState>(state),
            Status = status,
            Since = since is { } from ? Now.AddHours(from) : null,
            Until = until is { } to ? Now.AddHours(to) : null,
            Text = text,
        };

        var page = await FindAsync(fixture, filter, before: null, limit: 50, Plenty);

        Assert.AreEqual((found, null, null), (Letters(page.Runs), page.Next, page.SearchedBackTo));
    }

    [TestMethod]
    // Limit, looked at, since in hours
    [DataRow(3, 1000, null)]
    [DataRow(3, 1000, -1.0)]
    [DataRow(1, 1000, 0.0)]
    [DataRow(10, 1000, null)]
    [DataRow(50, 3, null)]
    [DataRow(50, 3, 0.0)]
    [DataRow(2, 4, null)]
    public async Task Find_PageAfterPage_HasEachOnce(int limit, int lookedAt, double? since)
    {
        await using var fixture = await TenRunsAsync();
        var filter = new RunFilter { Since = since is { } from ? Now.AddHours(from) : null };

        var runs = new List<Run>();
        RunCursor? cursor = null;
        do
        {
            var page = await FindAsync(fixture, filter, cursor, limit, lookedAt);
            runs.AddRange(page.Runs);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.AreEqual("9876543210", Letters(runs));
    }

    [TestMethod]
    public async Task Find_NothingInWhatWasLookedAt_SaysHowFarThatWas()
    {
        await using var fixture = await TenRunsAsync();

        var page = await FindAsync(fixture, new RunFilter { Text = "work-0" }, before: null, limit: 50, lookedAt: 4);
        var next = await FindAsync(fixture, new RunFilter { Text = "work-0" }, page.Next, limit: 50, Plenty);

        Assert.AreEqual((0, Now.AddHours(6)), (page.Runs.Count, page.SearchedBackTo));
        Assert.AreEqual(("0", null), (Letters(next.Runs), next.SearchedBackTo));
    }

    [TestMethod]
    public async Task Find_WithoutBody_HasTheHeaderFields()
    {
        await using var fixture = await NewFixtureAsync();
        var request = new JobRequest { Method = "POST", Uri = "/", Headers = [new("X-A", "1")], Body = new byte[] { 1, 2 } };
        await fixture.AddAsync(fixture.NewRun() with { Request = request });

        var page = await fixture.Ledger.ReadAsync(connection => RunSearch.Find(
            connection, new RunFilter(), before: null, limit: 1, Plenty, RunRows.ColumnsWithoutBody));

        Assert.AreEqual(("X-A", true), (page.Runs[0].Request.Headers[0].Key, page.Runs[0].Request.Body.IsEmpty));
    }

    [TestMethod]
    public async Task Find_JobByIdOrName_HasItsRuns()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now);
        var once = fixture.NewRun(policy: new JobPolicy { Name = "once" });
        await fixture.AddAsync(once);

        var found = new List<string>();
        foreach (var name in new[] { job.Id, once.Id, "once", "nobody" })
        {
            var page = await FindAsync(fixture, new RunFilter { Job = name }, before: null, limit: 50, Plenty);
            found.Add(string.Concat(page.Runs.Select(run => run.JobId ?? run.Id)));
        }

        CollectionAssert.AreEqual(new[] { job.Id, once.Id, once.Id, "" }, found);
    }

    [TestMethod]
    // State asked for, what is found
    [DataRow("pending", "queued behind held")]
    [DataRow("scheduled", "later paused")]
    [DataRow("running", "running")]
    public async Task Find_WhatIsNotOver_IsFoundHoweverItWaits(string state, string found)
    {
        await using var fixture = await NewFixtureAsync();
        await AddAsync("running", RunState.Running);
        var paused = await AddAsync("paused", RunState.Scheduled, Now.AddHours(1));
        await AddAsync("later", RunState.Scheduled, Now.AddHours(2));
        var held = await AddAsync("held", RunState.Pending);
        await fixture.AddAsync(fixture.NewRun(jobId: (await fixture.AddJobAsync()).Id) with { IsBehind = true, JobName = "behind" });
        await AddAsync("queued", RunState.Pending);
        await Task.WhenAll(new[] { paused, held }.Select(run =>
            fixture.Ledger.WriteAsync(connection => RunWrites.SetPaused(connection, run.Id, isPaused: true, null, null, Now))));

        var page = await FindAsync(fixture, new RunFilter { State = Word.Parse<RunState>(state) }, null, 50, Plenty);

        Assert.AreEqual(found, string.Join(' ', page.Runs.Select(run => run.JobName)));

        async Task<Run> AddAsync(string name, RunState inState, DateTimeOffset? notBefore = null)
        {
            var run = fixture.NewRun(inState, new JobPolicy { Name = name }, notBefore: notBefore);
            await fixture.AddAsync(run);
            return run;
        }
    }

    [TestMethod]
    [DataRow("4711", 4711L, null)]
    [DataRow("4711-639000000000000000", 4711L, 639000000000000000L)]
    public void Cursor_Printed_IsReadBack(string text, long seq, long? ticks)
    {
        Assert.IsTrue(RunCursor.TryParse(text, out var cursor));

        Assert.AreEqual((seq, ticks, text), (cursor.Seq, cursor.Due?.UtcTicks, cursor.ToString()));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("x")]
    [DataRow("-1")]
    [DataRow("1-")]
    [DataRow("1-2-3")]
    [DataRow("99999999999999999999")]
    [DataRow("1-9223372036854775807")]
    public void Cursor_OfSomethingElse_IsRefused(string text) => Assert.IsFalse(RunCursor.TryParse(text, out _));

    // One an hour: the 3rd and the 6th have failed, the 2nd and the 4th wait, the others have succeeded.
    private async Task<LedgerFixture> TenRunsAsync()
    {
        var fixture = await NewFixtureAsync();
        await Task.WhenAll("0123456789".Select(letter => fixture.AddAsync(NewRun(fixture, letter))));
        // A run enters without a status.
        await fixture.Ledger.WriteAsync(connection => connection.Execute(
            "UPDATE runs SET status = CASE state WHEN 'succeeded' THEN 200 WHEN 'failed' THEN 503 END"));
        return fixture;
    }

    private static Run NewRun(LedgerFixture fixture, char letter)
    {
        var due = Now.AddHours(letter - '0');
        var (state, error) = letter switch
        {
            '3' or '6' => (RunState.Failed, "503: too many"),
            '2' or '4' => (RunState.Scheduled, null),
            _ => (RunState.Succeeded, (string?)null),
        };
        return fixture.NewRun(state) with
        {
            Due = due,
            NotBefore = state == RunState.Scheduled ? due : null,
            Finished = state == RunState.Scheduled ? null : due,
            Error = error,
            Request = new JobRequest { Uri = $"/work-{letter}" },
        };
    }

    private static string Letters(IEnumerable<Run> runs) => string.Concat(runs.Select(run => run.Request.Uri[^1]));

    private static Task<RunsFound> FindAsync(LedgerFixture fixture, RunFilter filter, RunCursor? before, int limit, int lookedAt) =>
        fixture.Ledger.ReadAsync(connection => RunSearch.Find(
            connection, filter, before, limit, lookedAt, RunRows.ColumnsWithoutContent));
}
