using System.Globalization;
using Microsoft.Data.Sqlite;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>What becomes of occurrences while nothing ran: the jobs' places in time are put back in the ledger between two starts.</summary>
[TestClass]
public sealed class CatchUpTests
{
    [TestMethod]
    // Catch-up, runs that are sent, occurrences in the row of those that are not
    [DataRow("none", 0, 24)]
    [DataRow("once", 1, 23)]
    [DataRow("all", 5, 19)]
    public async Task Start_AfterADayOfDowntime_RunsWhatTheJobSaysAndCountsTheRest(string catchUp, int sent, int missed)
    {
        // Half an hour away, so that none comes due meanwhile.
        var minute = (DateTime.UtcNow.Minute + 30) % 60;
        await using var host = await HostUnderTest.StartAsync($"{minute} * * * *  -  /echo --name hourly --catch-up {catchUp}\n");
        await host.StopAsync();
        // Long enough ago that no occurrence is merely late, and a day of them is missed.
        PutBack(host, TimeSpan.FromHours(24));

        await host.StartAsync("--JobQueue:CatchUpLimit=5", "--JobQueue:MissedAfter=0");
        await Until.TrueAsync("the end of all runs", () => host.Ledger.Count(LedgerFile.OpenRuns) == 0);

        var runs = host.Ledger.Runs().Where(run => run.Cause == "schedule" && run.Uri == "/echo").ToList();
        Assert.AreEqual(missed, runs.Where(run => run.State == "missed").Sum(run => run.Count));
        Assert.AreEqual(1, runs.Count(run => run.State == "missed"));
        Assert.AreEqual(sent, runs.Count(run => run.State == "succeeded"));
        var due = runs.Where(run => run.State == "succeeded").Select(run => run.Due).ToList();
        CollectionAssert.AreEqual(due.Order().ToList(), due);
    }

    [TestMethod]
    public async Task Start_NothingIsLate_WhatComesDueRuns()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = new HostUnderTest();
        host.Save($"@every 1s  -  {recorder.Url}/ --name ticking\n");

        await host.StartAsync("--JobQueue:MissedAfter=0");
        var came = await recorder.ReceivedAsync("ticking", 2);

        // On a busy machine one between them is a second late, and missed.
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromSeconds(1), came[1].Due - came[0].Due);
    }

    [TestMethod]
    public async Task Start_AfterAYearOfDowntime_IsThereAtOnce()
    {
        const int jobs = 1000;
        var lines = string.Concat(Enumerable.Range(0, jobs).Select(number => $"* * * * *  -  /echo?n={number}\n"));
        await using var host = await HostUnderTest.StartAsync(lines);
        await host.StopAsync();
        PutBack(host, TimeSpan.FromDays(365));

        var began = TimeProvider.System.GetTimestamp();
        await host.StartAsync();
        var took = TimeProvider.System.GetElapsedTime(began);

        Assert.AreEqual(jobs, host.Ledger.Count("runs WHERE state = 'missed' AND count > 520000"));
        Assert.IsLessThan(JobQueueProcess.Limit, took, "five seconds are promised of a machine of its own");
    }

    private static void PutBack(HostUnderTest host, TimeSpan by)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.Folder, "jobqueue.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM runs WHERE cause = 'schedule'; UPDATE jobs SET anchor = @anchor";
        command.Parameters.AddWithValue("@anchor", (DateTime.UtcNow - by).ToString("O", CultureInfo.InvariantCulture));
        command.ExecuteNonQuery();
    }
}
