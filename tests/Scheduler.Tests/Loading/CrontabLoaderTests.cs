using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Loading;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JobQueue.Scheduler.Tests.Loading;

[TestClass]
public sealed class CrontabLoaderTests
{
    private static readonly DateTime Saved = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [TestMethod]
    public async Task ReloadAsync_OlderCrontabThatIsNotWrittenAtFirst_ComesIntoForce()
    {
        // Arrange: a crontab in force
        var database = await SharedPostgres.NewDatabaseAsync();
        using var folder = new TempFolder();
        await using var ledger = new Ledger(PostgresEngine.Open(database), NullLogger.Instance);
        await using var clock = new QuartzClock(TimeProvider.System, NullLogger<QuartzClock>.Instance);
        await clock.PrepareAsync(CancellationToken.None);
        using var sender = new HttpSender(() => [], TimeProvider.System);
        var dispatcher = new Dispatcher(ledger, sender, TimeProvider.System, new Random(1), NullLogger<Dispatcher>.Instance);
        var queue = new RunQueue(ledger, dispatcher, TimeProvider.System, new QueueLimits(1), NullLogger<RunQueue>.Instance);
        using var recurring = new Recurring(ledger, queue, clock, TimeProvider.System, new SchedulerOptions());
        var file = folder.File("jobs.crontab");
        var loader = new CrontabLoader(
            ledger, recurring, new SchedulerOptions { Crontabs = [file] }, TimeProvider.System, NullLogger<CrontabLoader>.Instance);
        Save(file, "@hourly - /new --name a", Saved);
        await loader.StartAsync(CancellationToken.None);

        // Act: somebody goes back to an older one while the disk of the database is full
        Save(file, "@hourly - /old --name a", Saved.AddDays(-1));
        await RunAsync(
            database,
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON jobqueue.crontab_revision FOR EACH ROW EXECUTE FUNCTION refuse()
            """);
        await Assert.ThrowsExactlyAsync<LedgerException>(() => loader.ReloadAsync(CancellationToken.None));
        await RunAsync(database, "DROP TRIGGER refuse ON jobqueue.crontab_revision");
        await loader.ReloadAsync(CancellationToken.None);

        // Assert
        Assert.AreEqual("/old", recurring.All.Single().Job.Request.Uri);
        Assert.IsEmpty(loader.Status.Warnings);
    }

    private static void Save(string file, string line, DateTime saved)
    {
        File.WriteAllText(file, line + "\n");
        File.SetLastWriteTimeUtc(file, saved);
    }

    private static async Task RunAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
