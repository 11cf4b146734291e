namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>A ledger that goes to PostgreSQL, by the built command.</summary>
[TestClass]
public sealed class MigrateTests
{
    private const string NeverDue = "0 0 1 1 *  -  /echo --name yearly\n";

    // Tables of runs that were moved.
    private const string Runs = "SELECT count(*) FROM jobqueue.runs";

    [TestMethod]
    public async Task Migrate_ServerThatWasKilled_GoesOnInPostgres()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"0 0 1 1 *  -  {recorder.Url}/?delay=2000 --name long\n");
        var later = await new Poster(host, "tomorrow").PostAsync();
        await host.PostAsync("/api/jobs/long/run");
        await recorder.ReceivedAsync("long", 1);
        await host.KillAsync();
        var store = (await SharedPostgres.NewStoreAsync())!;

        var result = await MigrateAsync(host, "sqlite:jobqueue.db", $"{store};Password=secret");
        var runs = host.Ledger.Count("runs");
        host.Database = store["postgres:".Length..];
        await host.StartAsync();
        var came = await recorder.ReceivedAsync("long", 2);

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        StringAssert.Matches(result.Output, new(
            @"^PostgreSQL at 127\.0\.0\.1:\d+, database db\d+: 2 runs, 1 recurring jobs, \d+ rows in all\n"
            + @"\S+jobqueue\.db: stays as it was, and is not needed any more\. Run no server on it: what is due would be sent twice\n$"));
        Assert.AreEqual(2, runs);
        Assert.AreEqual((came[0].RunId, 2), (came[1].RunId, came[1].Attempt));
        Assert.AreEqual("scheduled", (string?)(await host.GetAsync($"/api/jobs/{later.Id}"))["state"]);
    }

    [TestMethod]
    public async Task Migrate_KilledInTheMiddle_LeavesTheTargetEmptyForTheNext()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        await new Poster(host, "tomorrow").PostAsync();
        await host.StopAsync();
        var store = (await SharedPostgres.NewStoreAsync())!;

        // The second table is that of the runs.
        var killed = await MigrateAsync(host, "sqlite:jobqueue.db", store, ("JOBQUEUE_FAILPOINT", "in-move:kill:2"));
        var inBetween = await SqlAsync(store, Runs);
        var result = await MigrateAsync(host, "sqlite:jobqueue.db", store);

        Assert.AreEqual((137, "0"), (killed.ExitCode, inBetween));
        Assert.AreEqual((0, "", "1"), (result.ExitCode, result.Error, await SqlAsync(store, Runs)));
        Assert.AreEqual(1, host.Ledger.Count("runs"));
    }

    [TestMethod]
    public async Task Migrate_ServerRunsOnTheFile_IsRefusedWithItsPid()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);

        var result = await MigrateAsync(host, "sqlite:jobqueue.db", (await SharedPostgres.NewStoreAsync())!);

        var expected = $"jobqueue: jobqueue.db is in use by the process with pid {host.Process.Id}. Stop that one first\n";
        Assert.AreEqual(new CommandResult(1, "", expected), result);
    }

    [TestMethod]
    public async Task Migrate_NodeRunsOnPostgres_IsRefusedEitherWay()
    {
        await using var file = await HostUnderTest.StartAsync(NeverDue);
        await file.StopAsync();
        await using var node = new HostUnderTest { Database = await SharedPostgres.NewDatabaseAsync() };
        node.Save(NeverDue);
        await node.StartAsync();

        var from = await MigrateAsync(file, node.StoreOption, "sqlite:other.db");
        var to = await MigrateAsync(file, "sqlite:jobqueue.db", node.StoreOption);

        Assert.AreEqual((1, 1), (from.ExitCode, to.ExitCode));
        Assert.Contains($"is in use by the node {Environment.MachineName}, pid {node.Process.Id}. Stop all nodes first", from.Error);
        Assert.AreEqual(from.Error, to.Error);
    }

    [TestMethod]
    public async Task Migrate_ToAndBack_IsAServerWithAllItHad()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        var later = await new Poster(host, "tomorrow").PostAsync();
        await host.StopAsync();
        var store = (await SharedPostgres.NewStoreAsync())!;

        var to = await MigrateAsync(host, "sqlite:jobqueue.db", store);
        var again = await MigrateAsync(host, "sqlite:jobqueue.db", store);
        var back = await MigrateAsync(host, store, "sqlite:back.db");
        host.Store = "back.db";
        await host.StartAsync();

        Assert.AreEqual((0, 1, 0), (to.ExitCode, again.ExitCode, back.ExitCode));
        StringAssert.Matches(again.Error, new(@"^jobqueue: PostgreSQL at \S+, database db\d+ is not empty: there are 1 jobs, 1 runs, .*DROP SCHEMA jobqueue CASCADE\.\n$"));
        Assert.AreEqual("scheduled", (string?)(await host.GetAsync($"/api/jobs/{later.Id}"))["state"]);
    }

    [TestMethod]
    // from, to, exit code, what is said
    [DataRow("sqlite:none.db", "postgres:Host=127.0.0.1;Port=1;Username=jobs;Password=secret", 1,
        "none.db is no ledger: there is no such file, or nothing in it.")]
    [DataRow("sqlite:text.db", "postgres:Host=127.0.0.1;Port=1;Username=jobs;Password=secret", 1,
        "text.db cannot be opened as a ledger (SQLite Error 26: 'file is not a database'.). Restore it from a backup, or name another.")]
    [DataRow("postgres:Host=127.0.0.1;Port=1;Username=jobs;Password=secret", "sqlite:new.db", 1,
        "PostgreSQL at 127.0.0.1:1, database jobs cannot be opened as a ledger (Failed to connect to 127.0.0.1:1: Connection refused). Start it, or correct JobQueue:Store.")]
    [DataRow("mysql:secret", "sqlite:new.db", 78, "--from: found \"mysql\", expected sqlite:PATH or postgres:CONNECTION-STRING")]
    [DataRow("sqlite:text.db", "Host=db;Password=secret", 78, "--to: found \"Host\", expected sqlite:PATH or postgres:CONNECTION-STRING")]
    [DataRow("sqlite:text.db", "postgres:Host=db;Port=secret", 78, "--to: the connection string cannot be read: its value of port is none that it takes")]
    public async Task Migrate_WhatCannotBe_IsOneLineWithoutSecretsAndMakesNothing(string from, string to, int code, string expected)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("text.db"), string.Concat(Enumerable.Repeat("no database\n", 1000)));

        var result = await JobQueueProcess.RunAsync(["migrate", "--from", from, "--to", to], folder: folder.Path);

        Assert.AreEqual(new CommandResult(code, "", $"jobqueue: {expected}\n"), result);
        Assert.AreEqual("text.db", string.Join(' ', Directory.GetFiles(folder.Path).Select(Path.GetFileName)));
    }

    private static Task<CommandResult> MigrateAsync(HostUnderTest host, string from, string to, params (string Name, string Value)[] environment) =>
        JobQueueProcess.RunAsync(["migrate", "--from", from, "--to", to], environment, host.Folder);

    private static async Task<string> SqlAsync(string store, string sql) =>
        await (await SharedPostgres.ServerAsync()).SqlAsync(store.Split("Database=")[1], sql);
}
