using JobQueue.Host.Systemd;

namespace JobQueue.Host.Tests.Systemd;

[TestClass]
public sealed class NoticesTests
{
    private const string NeverDue = "0 0 1 1 *  -  /echo --name yearly\n";

    [TestMethod]
    [DataRow("@jobqueue-test-{0}")]
    [DataRow("{1}/notify.sock")]
    public async Task Serve_WithAServiceManager_SaysReadyThenAliveThenStopping(string name)
    {
        await using var host = new HostUnderTest();
        host.Save(NeverDue);
        using var manager = new ServiceManager(string.Format(null, name, Path.GetFileName(host.Folder), host.Folder));

        await host.StartAsync([("NOTIFY_SOCKET", manager.Name), ("WATCHDOG_USEC", "1000000")]);
        var ready = await manager.ReceiveAsync();
        var alive = new[] { await manager.ReceiveAsync("WATCHDOG"), await manager.ReceiveAsync("WATCHDOG") };
        host.Process.Terminate();
        var stopping = await manager.ReceiveAsync("STOPPING");

        Assert.AreEqual("READY=1\nSTATUS=Jobs are sent", ready);
        Assert.IsTrue(alive.All(message => message.StartsWith("WATCHDOG=1", StringComparison.Ordinal)));
        Assert.AreEqual("STOPPING=1\nSTATUS=Stopping: what runs has 30 s to end", stopping);
        Assert.AreEqual(0, await host.Process.ExitAsync());
    }

    [TestMethod]
    public async Task Serve_Ready_HasListenedAndSent()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = new HostUnderTest();
        host.Save($"@reboot  -  {recorder.Url}/ --name first\n");
        using var manager = new ServiceManager($"{host.Folder}/notify.sock");

        var starting = host.StartAsync([("NOTIFY_SOCKET", manager.Name)]);
        await manager.ReceiveAsync("READY=1");
        await starting;

        Assert.AreEqual(200, await host.StatusAsync("/readyz"));
        await recorder.ReceivedAsync("first", 1);
    }

    [TestMethod]
    public async Task Serve_LedgerHangs_IsNotAliveUntilItAnswers()
    {
        await using var host = new HostUnderTest();
        host.Save(NeverDue);
        using var manager = new ServiceManager($"{host.Folder}/notify.sock");
        await host.StartAsync([("NOTIFY_SOCKET", manager.Name), ("WATCHDOG_USEC", "200000")]);
        await manager.ReceiveAsync("WATCHDOG=1");

        var held = host.Ledger.Hold();
        await manager.ReceiveAsync("STATUS=The ledger or the clock does not answer");
        held.Dispose();
        var after = await manager.ReceiveAsync();

        Assert.AreEqual("WATCHDOG=1\nSTATUS=Jobs are sent", after);
    }

    [TestMethod]
    public async Task Serve_NobodyListensAtTheSocket_GoesOn()
    {
        await using var host = new HostUnderTest();
        host.Save(NeverDue);

        await host.StartAsync([("NOTIFY_SOCKET", $"{host.Folder}/nobody.sock")]);
        await host.Process.OutputLineAsync("The service manager does not hear");

        Assert.AreEqual(200, await host.StatusAsync("/readyz"));
    }

    [TestMethod]
    // WATCHDOG_USEC, WATCHDOG_PID, own pid, milliseconds
    [DataRow("30000000", null, 7, 15000.0)]
    [DataRow("30000000", "", 7, 15000.0)]
    [DataRow("30000000", "7", 7, 15000.0)]
    [DataRow("30000000", "8", 7, null)]
    [DataRow(null, null, 7, null)]
    [DataRow("", null, 7, null)]
    [DataRow("0", null, 7, null)]
    [DataRow("-5", null, 7, null)]
    [DataRow("soon", null, 7, null)]
    [DataRow("9223372036854775807", null, 7, null)]
    public void WatchdogPeriod_OfTheEnvironment_IsHalfOfItWhereThisProcessIsMeant(string? microseconds, string? pid, int ownPid, double? expected) =>
        Assert.AreEqual(expected, WatchdogPeriod.Of(microseconds, pid, ownPid)?.TotalMilliseconds);
}
