using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>Old history goes by itself.</summary>
[TestClass]
public sealed class RetentionTests
{
    [TestMethod]
    public async Task Serve_OldHistory_IsPrunedSoonAfterTheStartAndToldOf()
    {
        await using var host = new HostUnderTest();
        var now = DateTimeOffset.UtcNow;
        var (old, kept, young) = (Ended(now.AddDays(-11)), Ended(now.AddDays(-9)), Ended(now));
        await WriteAsync(Path.Combine(host.Folder, "jobqueue.db"), [old, kept, young]);
        host.Save("# no recurring jobs\n");

        await host.StartAsync("--JobQueue:Retention:Age=10d");
        var told = await host.Process.OutputLineAsync("Pruned ");

        Assert.Contains("Pruned 1 runs, 0 events and 0 idempotency keys", told);
        Assert.AreEqual("404 200 200", string.Join(' ', await StatusesAsync(host, old, kept, young)));
        Assert.AreEqual(1, host.Ledger.Count("events WHERE kind = 'pruned' AND reason LIKE '1 runs%'"));
    }

    private static async Task<IEnumerable<int>> StatusesAsync(HostUnderTest host, params Run[] runs) =>
        await Task.WhenAll(runs.Select(run => host.StatusAsync($"/api/runs/{run.Id}")));

    private static async Task WriteAsync(string path, Run[] runs)
    {
        await using var ledger = Ledger.Open(path, NullLogger.Instance);
        await Task.WhenAll(runs.Select(run => ledger.WriteAsync(connection => RunWrites.Add(connection, run, owner: null))));
    }

    private static Run Ended(DateTimeOffset at) => new()
    {
        Id = RunId.New(at),
        Due = at,
        Created = at,
        Started = at,
        Finished = at,
        Attempt = 1,
        State = RunState.Succeeded,
        Request = new JobRequest { Uri = "/echo" },
    };
}
