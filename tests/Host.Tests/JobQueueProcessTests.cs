namespace JobQueue.Host.Tests;

[TestClass]
public sealed class JobQueueProcessTests
{
    [TestMethod]
    public async Task Terminate_Serving_EndsWithCode0()
    {
        await using var host = new HostUnderTest();
        await using var process = host.Launch([]);
        await process.OutputLineAsync("Listening on http://127.0.0.1:");

        process.Terminate();

        Assert.AreEqual(0, await process.ExitAsync());
    }

    [TestMethod]
    public async Task Kill_Serving_EndsWithTheSignalsCode()
    {
        await using var host = new HostUnderTest();
        await using var process = host.Launch([]);
        await process.OutputLineAsync("Listening on http://127.0.0.1:");

        process.Kill();

        Assert.AreEqual(137, await process.ExitAsync());
    }

    [TestMethod]
    public async Task OutputLine_NeverPrinted_SaysWhatWas()
    {
        await using var process = JobQueueProcess.Start(["--version"]);

        var missing = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => process.OutputLineAsync("no such line"));

        Assert.Contains("0.1.0", missing.Message);
    }
}
