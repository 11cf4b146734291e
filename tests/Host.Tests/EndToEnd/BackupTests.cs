using JobQueue.Reliability.Storage;
using Microsoft.Data.Sqlite;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>The ledger's backup, while a server works on it and after, and what is made from it.</summary>
[TestClass]
public sealed class BackupTests
{
    private const string NeverDue = "0 0 1 1 *  -  /echo --name yearly\n";

    [TestMethod]
    public async Task Backup_UnderLoad_HasAllThatWasAcknowledgedBefore()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        using var over = new CancellationTokenSource();
        var poster = new Poster(host, "now", bodyBytes: 1000);
        var posting = poster.PostAsync(clients: 8, TimeSpan.Zero, over.Token);
        await Until.TrueAsync("a thousand answers", () => poster.Answers.Count > 1000);

        var before = poster.Acknowledged.ToHashSet();
        var result = await BackupAsync(host, "copy.db");
        await over.CancelAsync();
        await posting;

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        var copy = Copy(host, "copy.db");
        var runs = copy.Runs().Select(run => run.Id).ToHashSet();
        Assert.IsGreaterThan(1000, before.Count);
        Assert.IsEmpty(before.Except(runs));
        Assert.AreEqual($"copy.db: {new FileInfo(FileOf(host, "copy.db")).Length} bytes, {runs.Count} runs, 1 recurring jobs\n", result.Output);
        Assert.IsTrue(poster.Answers.All(answer => answer.IsAcknowledged));
    }

    [TestMethod]
    public async Task Backup_OfAServerThatWasKilled_HasWhatIsInTheLogOnly()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        using var reader = ReadAlong(FileOf(host, "jobqueue.db"));
        var poster = new Poster(host, "tomorrow");
        await poster.PostAsync();
        await host.KillAsync();
        File.Copy(FileOf(host, "jobqueue.db"), FileOf(host, "without-log.db"));

        var result = await BackupAsync(host, "copy.db");

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.AreEqual(poster.Acknowledged.Single(), Copy(host, "copy.db").Runs().Single().Id);
        Assert.IsFalse(Has(Copy(host, "without-log.db")), "the log was in the file already: this shows nothing");
    }

    [TestMethod]
    public async Task Backup_OfAServerThatHasStopped_LeavesOneFileForItsOwner()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        await host.StopAsync();

        var result = await BackupAsync(host, "copy.db");

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        var files = Directory.GetFiles(host.Folder).Select(Path.GetFileName).Order().ToList();
        Assert.AreEqual("copy.db jobqueue.db jobqueue.db.lock jobs.crontab", string.Join(' ', files));
        Assert.AreEqual("-rw-------", ModeOf(host, "copy.db"));
        Assert.AreEqual("ok", Copy(host, "copy.db").Integrity());
    }

    [TestMethod]
    public async Task Restore_BackupOfAServerThatRan_GoesOnAsAfterACrash()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"0 0 1 1 *  -  {recorder.Url}/?delay=2000 --name long\n");
        var later = await new Poster(host, "tomorrow").PostAsync();
        await host.PostAsync("/api/jobs/long/run");
        await recorder.ReceivedAsync("long", 1);
        await BackupAsync(host, "copy.db");
        await host.PostAsync($"/api/jobs/{later.Id}/pause");
        await host.StopAsync();

        var result = await RunAsync(host, "restore", "copy.db", "--force");
        await host.StartAsync();
        var came = await recorder.ReceivedAsync("long", 2);

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.AreEqual((came[0].RunId, 2), (came[1].RunId, came[1].Attempt));
        Assert.AreEqual("scheduled", (string?)(await host.GetAsync($"/api/jobs/{later.Id}"))["state"]);
        var kept = new LedgerFile(Directory.GetFiles(host.Folder, "jobqueue.db.20*Z").Single());
        Assert.AreEqual(1, kept.Count("runs WHERE paused = 1"));
    }

    [TestMethod]
    public async Task Restore_OntoAServerThatWasKilled_TakesNothingFromItsLog()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        var poster = new Poster(host, "tomorrow");
        await poster.PostAsync();
        await BackupAsync(host, "copy.db");
        await poster.PostAsync();
        await host.KillAsync();

        var result = await RunAsync(host, "restore", "copy.db", "--force");

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.AreEqual(poster.Acknowledged.First(), host.Ledger.Runs().Single().Id);
        var kept = new LedgerFile(Directory.GetFiles(host.Folder, "jobqueue.db.20*").Single());
        Assert.HasCount(2, kept.Runs());
    }

    [TestMethod]
    public async Task Restore_InAnEmptyFolder_IsALedgerOfItsOwner()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        await BackupAsync(host, "copy.db");

        var result = await RunAsync(host, "restore", "copy.db", "--store", "sqlite:other.db");

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        StringAssert.Matches(result.Output, new(@"^other\.db: \d+ bytes, 0 runs, 1 recurring jobs\n$"));
        Assert.AreEqual("-rw-------", ModeOf(host, "other.db"));
    }

    [TestMethod]
    // command line, what is said
    [DataRow("backup there.db", "there.db is there already, and stays as it is. Name another file.")]
    [DataRow("backup logged.db", "logged.db-wal is there, of an older file: SQLite would bring it into the copy. Delete it, or name another file.")]
    [DataRow("backup journaled.db", "journaled.db-journal is there, of an older file")]
    [DataRow("backup no/folder.db", "Could not find a part of the path")]
    [DataRow("backup copy.db --store sqlite:none.db", "none.db is no ledger: there is no such file, or nothing in it.")]
    [DataRow("backup copy.db --store sqlite:text.db", "text.db cannot be copied as a ledger")]
    [DataRow("backup copy.db --store sqlite:foreign.db", "foreign.db is a database, but no ledger.")]
    [DataRow("backup copy.db --store sqlite:damaged.db", "damaged.db is damaged")]
    [DataRow("backup copy.db --store sqlite:newer.db", "the ledger has schema 9999")]
    [DataRow("restore there.db", "jobqueue.db is there already. With --force it is kept under another name, and replaced.")]
    [DataRow("restore text.db --force", "text.db cannot be copied as a ledger")]
    [DataRow("restore foreign.db --force", "foreign.db is a database, but no ledger.")]
    [DataRow("restore damaged.db --force", "damaged.db is damaged")]
    [DataRow("restore newer.db --force", "the ledger has schema 9999")]
    [DataRow("restore none.db --force", "none.db is no ledger")]
    public async Task BackupAndRestore_WhatCannotBe_LeavesAllAsItWas(string line, string expected)
    {
        await using var host = await WithFilesAsync();
        var before = Contents(host);

        var result = await RunAsync(host, line.Split(' '));

        Assert.AreEqual((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error);
        Assert.AreEqual(before, Contents(host));
    }

    [TestMethod]
    public async Task Restore_ServerRuns_IsRefusedWithItsPid()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        await BackupAsync(host, "copy.db");

        var result = await RunAsync(host, "restore", "copy.db", "--force");

        var expected = $"jobqueue: jobqueue.db is in use by the process with pid {host.Process.Id}. Stop that one first\n";
        Assert.AreEqual(new CommandResult(1, "", expected), result);
    }

    [TestMethod]
    public async Task Backup_DiskIsFull_IsRefusedAndLeavesNothing()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        await using var disk = await FullDiskAsync(FileOf(host, "disk"));

        var result = await BackupAsync(host, "disk/copy.db");

        Assert.AreEqual(1, result.ExitCode);
        StringAssert.Matches(result.Error, new("^jobqueue: the disk of disk/copy.db\\.\\S+ is full\n$"));
        Assert.AreEqual("filler", string.Join(' ', Directory.GetFiles(FileOf(host, "disk")).Select(Path.GetFileName)));
    }

    private static async Task<SmallDisk> FullDiskAsync(string folder)
    {
        var disk = SmallDisk.WhyNot is null ? await SmallDisk.MountAsync(folder, megabytes: 1) : null;
        if (disk is null)
            Assert.Inconclusive(SmallDisk.WhyNot ?? "the system does not let a tmpfs be mounted");
        disk.Fill();
        return disk;
    }

    private static async Task<HostUnderTest> WithFilesAsync()
    {
        var host = await HostUnderTest.StartAsync(NeverDue);
        await host.StopAsync();
        foreach (var name in new[] { "there.db", "damaged.db", "newer.db" })
            File.Copy(FileOf(host, "jobqueue.db"), FileOf(host, name));
        using (var damaged = File.OpenWrite(FileOf(host, "damaged.db")))
        {
            damaged.Position = 4096 * 3;
            damaged.Write(Enumerable.Repeat((byte)0xAB, 4096).ToArray());
        }

        Copy(host, "newer.db").Execute("PRAGMA user_version = 9999; PRAGMA wal_checkpoint(TRUNCATE)");
        Copy(host, "foreign.db").Execute("CREATE TABLE notes (text TEXT)");
        File.WriteAllText(FileOf(host, "logged.db-wal"), "a log");
        File.WriteAllText(FileOf(host, "journaled.db-journal"), "a log");
        File.WriteAllText(FileOf(host, "text.db"), string.Concat(Enumerable.Repeat("no database\n", 1000)));
        return host;
    }

    private static string Contents(HostUnderTest host) => string.Join('\n', Directory.GetFiles(host.Folder).Order().Select(file =>
        $"{Path.GetFileName(file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"));

    // What is committed from now on stays in the log.
    private static SqliteConnection ReadAlong(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN; SELECT count(*) FROM runs";
        begin.ExecuteScalar();
        return connection;
    }

    private static bool Has(LedgerFile ledger)
    {
        try
        {
            return ledger.Runs().Count > 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static string FileOf(HostUnderTest host, string name) => Path.Combine(host.Folder, name);

    private static string ModeOf(HostUnderTest host, string name)
    {
        const string bits = "rwxrwxrwx";
        var mode = OperatingSystem.IsWindows() ? 0 : (int)File.GetUnixFileMode(FileOf(host, name));
        return "-" + string.Concat(bits.Select((bit, place) => (mode & (1 << (bits.Length - 1 - place))) != 0 ? bit : '-'));
    }

    private static LedgerFile Copy(HostUnderTest host, string name) => new(FileOf(host, name));

    private static Task<CommandResult> BackupAsync(HostUnderTest host, string file) => RunAsync(host, "backup", file);

    private static Task<CommandResult> RunAsync(HostUnderTest host, params string[] words) => JobQueueProcess.RunAsync(words, folder: host.Folder);
}
