using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

/// <summary>Attempts that wait for a connection to their target.</summary>
[TestClass]
public sealed class ConnectionsTests
{
    private static readonly byte[] Ok = Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");

    [TestMethod]
    public async Task Send_AllConnectionsOfTheTargetAreTaken_WaitsForOneUnlessItIsWithdrawn()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = RawServer.StartParallel(async (stream, stop) =>
        {
            await answer.Task;
            await stream.WriteAsync(Ok, stop);
        });
        using var sender = Attempts.SenderTo(To(server, "slow"));
        using var withdrawn = new CancellationTokenSource();

        var first = sender.SendAsync(Attempts.Of("/a") with { Target = "slow" }, CancellationToken.None);
        await server.Request;
        var second = sender.SendAsync(Attempts.Of("/b") with { Target = "slow", Withdrawn = withdrawn.Token }, CancellationToken.None);
        var third = sender.SendAsync(Attempts.Of("/c") with { Target = "slow" }, CancellationToken.None);
        await withdrawn.CancelAsync();
        var ended = await second.WaitAsync(RawServer.Limit);
        var connections = server.Connections;
        answer.SetResult();

        Assert.AreEqual((AttemptEnd.Withdrawn, 1), (ended.End, connections));
        Assert.AreEqual((200, 200), ((await first).Status, (await third.WaitAsync(RawServer.Limit)).Status));
    }

    [TestMethod]
    public async Task Send_AnotherServersConnectionsAreTaken_DoesNotWait()
    {
        using var silent = RawServer.StartHanging("");
        using var server = RawServer.Start(Encoding.Latin1.GetString(Ok));
        using var sender = Attempts.SenderTo(To(silent, "silent"), To(server, "other"));
        using var end = new CancellationTokenSource();

        var hangs = sender.SendAsync(Attempts.Of("/a") with { Target = "silent" }, end.Token);
        await silent.Request;
        var waits = sender.SendAsync(Attempts.Of("/a") with { Target = "silent" }, end.Token);
        var other = await sender.SendAsync(Attempts.Of("/a") with { Target = "other" }, CancellationToken.None).WaitAsync(RawServer.Limit);
        await end.CancelAsync();

        Assert.AreEqual(200, other.Status);
        Assert.AreEqual((AttemptEnd.Aborted, null), ((await hangs).End, (await hangs).Error));
        Assert.AreEqual((AttemptEnd.Aborted, "not sent: it had no connection yet"), ((await waits).End, (await waits).Error));
    }

    [TestMethod]
    public async Task Send_WithdrawnBefore_MakesNoConnection()
    {
        using var server = RawServer.Start(Encoding.Latin1.GetString(Ok));
        using var sender = Attempts.SenderTo(To(server, "billing"));

        var result = await sender.SendAsync(
            Attempts.Of("/a") with { Target = "billing", Withdrawn = new CancellationToken(canceled: true) }, CancellationToken.None);

        Assert.AreEqual((AttemptEnd.Withdrawn, 0), (result.End, server.Connections));
    }

    private static Target To(RawServer server, string name) => new() { Name = name, BaseUrl = new Uri(server.Address + "/"), MaxConnections = 1 };
}
