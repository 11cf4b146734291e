using System.Diagnostics;

namespace JobQueue.Api.Tests;

/// <summary>Endpoints that block their thread in every slot of a queue.</summary>
[TestClass]
public sealed class BlockingEndpointTests
{
    private const int Slots = 100;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Get_EverySlotBlocksAThread_IsAnsweredAsBefore()
    {
        using var blocked = new CountdownEvent(Slots);
        using var release = new ManualResetEventSlim();
        await using var app = await LibraryApp.StartAsync(
            "",
            app =>
            {
                app.MapJobQueue("/jobqueue").AllowAnonymous();
                app.MapGet("/block", () =>
                {
                    blocked.Signal();
                    release.Wait();
                });
            },
            builder => builder.Services.Configure<JobQueueOptions>(options => options.Concurrency = Slots));

        var before = await MedianAsync(app.Client);
        await Task.WhenAll(Enumerable.Range(0, Slots).Select(_ => app.AddNowAsync("/block"))).WaitAsync(Limit);
        var areBlocked = blocked.Wait(Limit);
        var median = await MedianAsync(app.Client);
        release.Set();

        Assert.IsTrue(areBlocked, $"{blocked.CurrentCount} of {Slots} got no thread");
        // Who waits for the pool to grow does so for seconds.
        Assert.IsLessThan(Math.Max(1.0, 20 * before.TotalSeconds), median.TotalSeconds);
    }

    private static async Task<TimeSpan> MedianAsync(HttpClient client)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 100; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync("/jobqueue/healthz");
            times.Add(Stopwatch.GetElapsedTime(began));
            Assert.AreEqual(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }

        return times.Order().ElementAt(times.Count / 2);
    }
}
