using System.ComponentModel;
using System.Diagnostics;

namespace JobQueue.Host.Tests.Deploy;

/// <summary>The unit file for systemd.</summary>
[TestClass]
public sealed class ServiceFileTests
{
    private const string Command = "/usr/local/bin/jobqueue";

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(HouseTests.Root, "deploy", "jobqueue.service"));

    [TestMethod]
    // What the host relies on, or what makes it small
    [DataRow("Type=notify")]
    [DataRow("WatchdogSec=3min")]
    [DataRow("Restart=on-failure")]
    [DataRow("RestartPreventExitStatus=2 78")]
    [DataRow("TimeoutStopSec=45s")]
    [DataRow("User=jobqueue")]
    [DataRow("StateDirectory=jobqueue")]
    [DataRow("Environment=JobQueue__Crontab=/etc/jobqueue/jobs.crontab")]
    [DataRow("Environment=JobQueue__Store=sqlite:/var/lib/jobqueue/jobqueue.db")]
    [DataRow("EnvironmentFile=-/etc/jobqueue/environment")]
    [DataRow("UMask=0077")]
    [DataRow("NoNewPrivileges=yes")]
    [DataRow("ProtectSystem=strict")]
    [DataRow("SystemCallFilter=@system-service")]
    [DataRow("CapabilityBoundingSet=")]
    public void Service_HasItsSetting(string line) => CollectionAssert.Contains(Lines, line);

    [TestMethod]
    public void Service_Stop_HasTimeForTheGrace()
    {
        var most = Lines.Single(line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1].TrimEnd('s');

        Assert.IsGreaterThan((new JobQueueOptions().Grace + TimeSpan.FromSeconds(10)).TotalSeconds, double.Parse(most, null));
    }

    [TestMethod]
    public void Service_Command_IsOneOfTheHost()
    {
        var start = Lines.Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal)).Split('=')[1].Split(' ');

        // Options would be stronger than what /etc/jobqueue/environment says.
        CollectionAssert.AreEqual(new[] { Command, "serve" }, start);
    }

    [TestMethod]
    public async Task Service_Systemd_HasNothingToSay()
    {
        using var folder = new TempFolder();
        var file = folder.File("jobqueue.service");
        await File.WriteAllLinesAsync(file, Lines.Select(line => line.Replace(Command, "/bin/true", StringComparison.Ordinal)));

        using var analyze = Start("verify", file);
        var said = await analyze.StandardError.ReadToEndAsync() + await analyze.StandardOutput.ReadToEndAsync();
        await analyze.WaitForExitAsync();

        Assert.AreEqual((0, ""), (analyze.ExitCode, said));
    }

    private static Process Start(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("JOBQUEUE_TEST_ALL") is null)
        {
            Assert.Inconclusive("systemd-analyze is not there");
            throw;
        }
    }
}
