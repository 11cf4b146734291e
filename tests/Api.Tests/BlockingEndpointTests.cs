using System.Diagnostics;

namespace JobQueue.Api.Tests;

/// <summary>Endpoints that block their thread in every slot of a queue.</summary>
[TestClass]
public sealed class BlockingEndpointTests
{
    private const int Slots = 100;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [TestMethod]
    public async Task Get_EverySlotBlocksAThread_IsAnsweredWithinASecond()
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

        await Task.WhenAll(Enumerable.Range(0, Slots).Select(_ => app.AddNowAsync("/block"))).WaitAsync(Limit);
        var areBlocked = blocked.Wait(Limit);
        var times = await TimesAsync(app.Client, count: 100);
        release.Set();

        Assert.IsTrue(areBlocked, $"{blocked.CurrentCount} of {Slots} got no thread");
        Assert.IsLessThan(1.0, times[50].TotalSeconds);
    }

    // In ascending order.
    private static async Task<List<TimeSpan>> TimesAsync(HttpClient client, int count)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync("/jobqueue/healthz");
            times.Add(Stopwatch.GetElapsedTime(began));
            Assert.AreEqual(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }

        times.Sort();
        return times;
    }
}
