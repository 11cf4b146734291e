using System.Runtime.Versioning;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Loading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JobQueue.Scheduler.Tests.Loading;

[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class CrontabLoaderTests
{
    private static readonly DateTime Saved = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Future = TimeProvider.System.GetUtcNow().UtcDateTime.AddYears(5);

    [TestMethod]
    public async Task ReloadAsync_OlderCrontabThatIsNotWrittenAtFirst_ComesIntoForce()
    {
        // Arrange: a crontab in force
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var crontab = await LoadedAsync("@hourly - /new --name a", PostgresEngine.Open(database));

        // Act: somebody goes back to an older one while the disk of the database is full
        crontab.Save("@hourly - /old --name a", Saved.AddDays(-1));
        await RunAsync(
            database,
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON jobqueue.crontab_revision FOR EACH ROW EXECUTE FUNCTION refuse()
            """);
        await Assert.ThrowsExactlyAsync<LedgerException>(crontab.ReloadAsync);
        await RunAsync(database, "DROP TRIGGER refuse ON jobqueue.crontab_revision");
        await crontab.ReloadAsync();

        // Assert
        Assert.AreEqual("/old", crontab.Recurring.All.Single().Job.Request.Uri);
        Assert.IsEmpty(crontab.Loader.Status.Warnings);
    }

    [TestMethod]
    public async Task ReloadAsync_LineOfAJobThatWasResumed_CountsFromItsReturn()
    {
        await using var crontab = await LoadedAsync("@hourly - /a --name a");
        var job = crontab.Recurring.All.Single().Job;
        var resumed = job.Anchor.AddDays(60);
        await crontab.Ledger.WriteAsync(connection =>
            JobWrites.Remove(connection, job.Id, who: null, reason: null, runId: null, job.Anchor)
            && JobWrites.Resume(connection, job.Id, who: null, reason: null, resumed) is []);

        crontab.Save("@hourly - /a --name a --retry 5");
        await crontab.ReloadAsync();

        var reloaded = await crontab.Ledger.ReadAsync(connection => JobReads.Find(connection, job.Id));
        Assert.AreEqual((5, resumed), (reloaded!.Policy.Retry, reloaded.Anchor));
    }

    [TestMethod]
    public async Task ReloadAsync_FaultyLine_TellsOfAsManyJobsAsBefore()
    {
        await using var crontab = await LoadedAsync("@hourly - /a --name a");
        var ofTheApi = crontab.Recurring.All.Single().Job with { Id = "other", Identity = "other", Source = RecurringJob.ApiSource };
        await crontab.Recurring.SetAsync(LiveJob.From(ofTheApi, ofTheApi.Anchor)!, CancellationToken.None);

        crontab.Save("61 * * * * - /a --name a");
        await crontab.ReloadAsync();

        Assert.AreEqual((1, 1), (crontab.Loader.Status.Errors.Length, crontab.Loader.JobsInForce));
    }

    [TestMethod]
    public async Task ReloadAsync_LineAddedAfterAJobWasRemoved_CountsWhatIsInForce()
    {
        await using var crontab = await LoadedAsync("@hourly - /a --name a\n@hourly - /b --name b");
        await crontab.RemoveAsync("a");
        var removed = crontab.Loader.JobsInForce;

        crontab.Save("@hourly - /a --name a\n@hourly - /b --name b\n@hourly - /c --name c");
        await crontab.ReloadAsync();

        Assert.AreEqual((1, 2), (removed, crontab.Loader.JobsInForce));
    }

    [TestMethod]
    public async Task ReloadAsync_FaultyLineWhileAnotherNodesCrontabIsInForce_StillSaysSo()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var crontab = await LoadedAsync("@hourly - /a --name a", PostgresEngine.Open(database, "one"));
        await using var other = await LoadedAsync("@hourly - /b --name b", PostgresEngine.Open(database, "other"));
        other.Save("@hourly - /c --name c", Saved.AddDays(1));
        await other.ReloadAsync();
        await crontab.Loader.CompareAsync();

        crontab.Save("61 * * * * - /a --name a");
        await crontab.ReloadAsync();

        Assert.AreEqual(1, crontab.Loader.Status.Errors.Length);
        StringAssert.StartsWith(crontab.Loader.Status.Warnings.Single().Message, "not in force: node other");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task ReloadAsync_OthersMayWriteItMeanwhile_KeepsTheScheduleBefore()
    {
        await using var crontab = await LoadedAsync("@hourly - /old --name a");

        crontab.Save("@hourly - /new --name a");
        crontab.SetWritableByOthers();
        await crontab.ReloadAsync();

        Assert.AreEqual("/old", crontab.Recurring.All.Single().Job.Request.Uri);
        Assert.Contains("JobQueue:AllowWritableCrontab", crontab.Loader.Status.Errors.Single().Expected);
    }

    [TestMethod]
    public async Task StartAsync_ClockThatIsOff_CountsFromTheTimeThatItIs()
    {
        var engine = PostgresEngine.Open(await SharedPostgres.NewDatabaseAsync());
        var cluster = new SharedCluster { Ahead = TimeSpan.FromHours(1) };
        cluster.Hinder("the clock of this machine is off");

        await using var crontab = await LoadedAsync("@hourly - /a --name a", new SharedEngine(engine, cluster));

        Assert.IsLessThan(TimeProvider.System.GetUtcNow().AddMinutes(-59), crontab.Recurring.All.Single().Job.Anchor);
        var revision = await crontab.Ledger.ReadAsync(CrontabRows.Revision);
        Assert.AreEqual(Saved.AddHours(-1), revision!.Written.UtcDateTime);
    }

    [TestMethod]
    public async Task ReloadAsync_WhileOneThatWasSavedInTheFutureIsInForce_ComesIntoForce()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var crontab = await LoadedAsync("@hourly - /a --name a", PostgresEngine.Open(database));
        await using var other = await LoadedAsync("@hourly - /future --name a", PostgresEngine.Open(database), Future);

        crontab.Save("@hourly - /new --name a", TimeProvider.System.GetUtcNow().UtcDateTime);
        await crontab.ReloadAsync();

        Assert.AreEqual("/new", crontab.Recurring.All.Single().Job.Request.Uri);
        Assert.IsNull(crontab.Loader.Status.Superseded);
    }

    [TestMethod]
    public async Task ReloadAsync_WhereTheLedgerHasOneThatWasSavedInTheFuture_ComesIntoForce()
    {
        await using var crontab = await LoadedAsync("@hourly - /a --name a", PostgresEngine.Open(await SharedPostgres.NewDatabaseAsync()));
        await crontab.Ledger.WriteAsync(connection =>
        {
            CrontabRows.Put(connection, CrontabRows.Revision(connection)! with { Hash = "of another", Written = Future });
            return true;
        });

        crontab.Save("@hourly - /new --name a", TimeProvider.System.GetUtcNow().UtcDateTime);
        await crontab.ReloadAsync();

        Assert.AreEqual("/new", crontab.Recurring.All.Single().Job.Request.Uri);
    }

    [TestMethod]
    // As those of images may be, of whatever version
    [DataRow("/v1", "/v2")]
    [DataRow("/v2", "/v1")]
    public async Task StartAsync_FileThatWasSavedWhenThatInForceWas_ComesIntoForce(string before, string then)
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await (await LoadedAsync($"@hourly - {before} --name a", PostgresEngine.Open(database))).DisposeAsync();

        await using var crontab = await LoadedAsync($"@hourly - {then} --name a", PostgresEngine.Open(database));

        Assert.AreEqual(then, crontab.Recurring.All.Single().Job.Request.Uri);
        Assert.IsNull(crontab.Loader.Status.Superseded);
    }

    [TestMethod]
    public async Task ReloadAsync_NothingNewWhileAnotherOfTheSameInstantIsInForce_LeavesThatInForceAndSaysSo()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var crontab = await LoadedAsync("@hourly - /v1 --name a", PostgresEngine.Open(database));
        await using var other = await LoadedAsync("@hourly - /v2 --name a", PostgresEngine.Open(database));

        await crontab.ReloadAsync();

        Assert.AreEqual("/v2", crontab.Recurring.All.Single().Job.Request.Uri);
        Assert.StartsWith($"not in force: node {Environment.MachineName} loaded others later, at 2", crontab.Loader.Status.Warnings.Single().Message);
    }

    [TestMethod]
    public async Task StartAsync_NoCrontab_SaysWhichFileWasLookedFor()
    {
        await using var crontab = new LoadedCrontab(engine: null);
        var log = new LogLines<CrontabLoader>();

        await crontab.StartAsync(crontab.WithoutFile(log));

        Assert.AreEqual($"Loaded no crontab: there is no {Path.GetFullPath("jobs.crontab")}", log.All().Single());
    }

    [TestMethod]
    public async Task StartAsync_NoCrontabWhereOneWas_WarnsThatItsJobsAreRemoved()
    {
        await using var crontab = await LoadedAsync("@hourly - /a --name a");
        var id = crontab.Recurring.All.Single().Job.Id;
        var log = new LogLines<CrontabLoader> { Least = LogLevel.Warning };

        await crontab.StartAsync(crontab.WithoutFile(log));
        var removed = await crontab.Ledger.ReadAsync(connection => JobReads.Find(connection, id));
        await crontab.StartAsync();

        Assert.StartsWith($"There is no {Path.GetFullPath("jobs.crontab")}, and 1 jobs of the crontab before are removed", log.All().Single());
        Assert.AreEqual(JobState.Removed, removed!.State);
        Assert.AreEqual(id, crontab.Recurring.All.Single().Job.Id);
    }

    private static async Task<LoadedCrontab> LoadedAsync(string line, LedgerEngine? engine = null, DateTime? saved = null)
    {
        var crontab = new LoadedCrontab(engine);
        crontab.Save(line, saved ?? Saved);
        await crontab.StartAsync();
        return crontab;
    }

    private static async Task RunAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A crontab of one line, and what loads it.</summary>
    private sealed class LoadedCrontab : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly QuartzClock _clock = new(TimeProvider.System, NullLogger<QuartzClock>.Instance);
        private readonly HttpSender _sender = new(() => [], TimeProvider.System);

        internal LoadedCrontab(LedgerEngine? engine)
        {
            Ledger = engine is null ? Ledger.Open(_folder.File("jobqueue.db"), NullLogger.Instance) : new Ledger(engine, NullLogger.Instance);
            var dispatcher = new Dispatcher(Ledger, _sender, TimeProvider.System, new Random(1), NullLogger<Dispatcher>.Instance);
            var queue = new RunQueue(
                Ledger, dispatcher, TimeProvider.System, new QueueLimits(1), NullLogger<RunQueue>.Instance);
            Recurring = new Recurring(Ledger, queue, _clock, TimeProvider.System, new SchedulerOptions());
            Loader = new CrontabLoader(
                Ledger, Recurring, new SchedulerOptions { Crontabs = [File] }, TimeProvider.System, NullLogger<CrontabLoader>.Instance);
        }

        internal Ledger Ledger { get; }

        internal Recurring Recurring { get; }

        internal CrontabLoader Loader { get; }

        private string File => _folder.File("jobs.crontab");

        internal void Save(string line, DateTime? saved = null)
        {
            TempFolder.Write(File, line + "\n");
            System.IO.File.SetLastWriteTimeUtc(File, saved ?? Saved);
        }

        internal void SetWritableByOthers() =>
            System.IO.File.SetUnixFileMode(File, System.IO.File.GetUnixFileMode(File) | UnixFileMode.OtherWrite);

        internal CrontabLoader WithoutFile(ILogger<CrontabLoader> log) => new(Ledger, Recurring, new SchedulerOptions(), TimeProvider.System, log);

        internal Task StartAsync() => StartAsync(Loader);

        internal async Task StartAsync(CrontabLoader loader)
        {
            await _clock.PrepareAsync(CancellationToken.None);
            await loader.StartAsync(CancellationToken.None);
        }

        internal async Task RemoveAsync(string name)
        {
            var job = Recurring.All.Single(live => live.Job.Policy.Name == name).Job;
            await Ledger.WriteAsync(connection => JobWrites.Remove(connection, job.Id, who: null, reason: null, runId: null, job.Anchor));
            await Recurring.RemoveAsync(job.Id);
        }

        internal Task ReloadAsync() => Loader.ReloadAsync(CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            Recurring.Dispose();
            _sender.Dispose();
            await _clock.DisposeAsync();
            await Ledger.DisposeAsync();
            _folder.Dispose();
        }
    }
}
