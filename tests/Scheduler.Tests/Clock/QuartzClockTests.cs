using System.Threading.Channels;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Times;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Scheduler.Tests.Clock;

[TestClass]
public sealed class QuartzClockTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Channel<(string Job, DateTimeOffset Due, DateTimeOffset At)> _due =
        Channel.CreateUnbounded<(string Job, DateTimeOffset Due, DateTimeOffset At)>();

    private readonly TaskCompletionSource<DateTimeOffset> _alarm = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [TestMethod]
    public async Task SetAsync_DuesInThePast_FireAtOnceWithTheirOwnDue()
    {
        await using var clock = await StartAsync();
        var anchor = TimeProvider.System.GetUtcNow().AddSeconds(-25);

        await clock.SetAsync([TimedJobs.Of("job", new EverySchedule(TimeSpan.FromSeconds(10), anchor), anchor)], CancellationToken.None);

        // Quartz runs them side by side: in any order.
        (string Job, DateTimeOffset Due)[] fired = [await NextAsync(), await NextAsync()];
        CollectionAssert.AreEquivalent(new[] { ("job", anchor.AddSeconds(10)), ("job", anchor.AddSeconds(20)) }, fired);
    }

    [TestMethod]
    public async Task SetAsync_DueToCome_IsNotEarly()
    {
        await using var clock = await StartAsync();
        var now = TimeProvider.System.GetUtcNow();

        await clock.SetAsync([TimedJobs.Of("job", new EverySchedule(TimeSpan.FromHours(1), now.AddMilliseconds(300)), now)], CancellationToken.None);
        var fired = await ReadAsync();

        Assert.AreEqual(now.AddMilliseconds(300), fired.Due);
        Assert.IsTrue(fired.At >= fired.Due);
    }

    [TestMethod]
    public async Task SetAlarmAsync_EarlierThanTheOneSet_GoesOffFirst()
    {
        await using var clock = await StartAsync();
        var now = TimeProvider.System.GetUtcNow();

        await clock.SetAlarmAsync(now.AddHours(1), CancellationToken.None);
        await clock.SetAlarmAsync(now.AddMilliseconds(100), CancellationToken.None);
        var at = await _alarm.Task.WaitAsync(Limit);

        Assert.IsTrue(at >= now.AddMilliseconds(100));
    }

    [TestMethod]
    public async Task RemoveAsync_Job_LeavesTheOthers()
    {
        await using var clock = await StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await clock.SetAsync([TimedJobs.Of("gone", new EverySchedule(TimeSpan.FromMilliseconds(200), now), now)], CancellationToken.None);
        await clock.SetAsync([TimedJobs.Of("stays", new EverySchedule(TimeSpan.FromMilliseconds(250), now), now)], CancellationToken.None);

        await clock.RemoveAsync(["gone"], CancellationToken.None);
        var removed = TimeProvider.System.GetUtcNow();
        var fired = await UntilAsync(one => one.Job == "stays" && one.Due > removed.AddSeconds(1));

        Assert.IsEmpty(fired.Where(one => one.Job == "gone" && one.Due > removed));
    }

    private async Task<QuartzClock> StartAsync()
    {
        var clock = new QuartzClock(TimeProvider.System, NullLogger<QuartzClock>.Instance)
        {
            Due = async (job, due) => await _due.Writer.WriteAsync((job, due, TimeProvider.System.GetUtcNow())),
            Alarm = () =>
            {
                _alarm.TrySetResult(TimeProvider.System.GetUtcNow());
                return Task.CompletedTask;
            },
        };
        await clock.PrepareAsync(CancellationToken.None);
        await clock.StartAsync(CancellationToken.None);
        return clock;
    }

    private async Task<(string Job, DateTimeOffset Due)> NextAsync()
    {
        var (job, due, _) = await ReadAsync();
        return (job, due);
    }

    /// <summary>What fires up to the first such.</summary>
    private async Task<List<(string Job, DateTimeOffset Due)>> UntilAsync(Func<(string Job, DateTimeOffset Due), bool> isLast)
    {
        var fired = new List<(string Job, DateTimeOffset Due)>();
        do
            fired.Add(await NextAsync());
        while (!isLast(fired[^1]));
        return fired;
    }

    private async Task<(string Job, DateTimeOffset Due, DateTimeOffset At)> ReadAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _due.Reader.ReadAsync(limit.Token);
    }
}
