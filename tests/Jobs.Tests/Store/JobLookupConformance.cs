using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>Which job is meant where recurring and one-time jobs have, or had, the same name.</summary>
public abstract class JobLookupConformance : StoreConformance
{
    private static readonly JobPolicy Named = new() { Name = "backup" };

    [TestMethod]
    // The recurring job, the one-time job, and how many minutes later than the recurring job that was made; which has the name
    [DataRow("active", null, 0, "recurring")]
    [DataRow("paused", "succeeded", 1, "recurring")]
    [DataRow("removed", null, 0, "recurring")]
    [DataRow("removed", "scheduled", 1, "one-time")]
    [DataRow("removed", "running", -1, "one-time")]
    [DataRow("removed", "succeeded", 1, "one-time")]
    [DataRow("removed", "cancelled", -1, "recurring")]
    [DataRow(null, "succeeded", 0, "one-time")]
    [DataRow(null, null, 0, null)]
    public async Task Find_ByName_IsTheOneThatHasIt(string? recurring, string? oneTime, int later, string? expected)
    {
        await using var fixture = await NewFixtureAsync();
        await AddOneTimeAsync(fixture, oneTime, later);
        await AddRecurringAsync(fixture, recurring);

        var found = await FindAsync(fixture, "backup");

        Assert.AreEqual(expected, found);
    }

    [TestMethod]
    public async Task Find_ById_IsThatJobWhateverHasItsName()
    {
        await using var fixture = await NewFixtureAsync();
        var removed = await fixture.PutAsync(Recurring(fixture) with { State = JobState.Removed });
        var done = fixture.NewRun(RunState.Succeeded, Named);
        await fixture.AddAsync(done);
        await fixture.AddAsync(fixture.NewRun(RunState.Scheduled, Named));

        var (recurring, _) = await fixture.Ledger.ReadAsync(connection => JobLookup.Find(connection, removed.Id));
        var (_, oneTime) = await fixture.Ledger.ReadAsync(connection => JobLookup.Find(connection, done.Id));

        Assert.AreEqual((removed.Id, done.Id), (recurring?.Id, oneTime?.Id));
    }

    [TestMethod]
    // Whether the line of the removed job stands, what the name was given to, which has it
    [DataRow(true, false, "recurring")]
    [DataRow(false, true, "one-time")]
    public async Task Add_NameOfARemovedLine_IsAddedOnceTheLineHasGone(bool isListed, bool isAdded, string expected)
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.PutAsync(fixture.NewJob(Named) with { Identity = "backup", State = JobState.Removed, IsListed = isListed });

        var added = await fixture.AddAsync(fixture.NewRun(RunState.Succeeded, Named));

        Assert.AreEqual((isAdded, expected), (added, await FindAsync(fixture, "backup")));
    }

    [TestMethod]
    public async Task Find_NameOfARemovedLineThatStands_IsThatJobThoughANewerOneHadIt()
    {
        await using var fixture = await NewFixtureAsync();
        var line = fixture.NewJob(Named) with { Identity = "backup", State = JobState.Removed };
        await fixture.AddAsync(fixture.NewRun(RunState.Succeeded, Named));
        await fixture.PutAsync(line);

        Assert.AreEqual("recurring", await FindAsync(fixture, "backup"));
    }

    private static RecurringJob Recurring(LedgerFixture fixture) => fixture.NewJob(Named) with { Source = RecurringJob.ApiSource };

    private static async Task AddRecurringAsync(LedgerFixture fixture, string? state)
    {
        if (state is not null)
            await fixture.PutAsync(Recurring(fixture) with { Id = RunId.New(LedgerFixture.Now), State = Word.Parse<JobState>(state) });
    }

    private static async Task AddOneTimeAsync(LedgerFixture fixture, string? state, int later)
    {
        if (state is not null)
            await fixture.AddAsync(
                fixture.NewRun(Word.Parse<RunState>(state), Named) with { Id = RunId.New(LedgerFixture.Now.AddMinutes(later)) });
    }

    private static Task<string?> FindAsync(LedgerFixture fixture, string name) => fixture.Ledger.ReadAsync(connection =>
        JobLookup.Find(connection, name) switch
        {
            ({ }, null) => "recurring",
            (null, { }) => "one-time",
            _ => null,
        });
}
