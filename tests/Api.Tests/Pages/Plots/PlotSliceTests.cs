using JobQueue.Api.Pages.Plots;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Pages.Plots;

[TestClass]
public sealed class PlotSliceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 7, 30, TimeSpan.Zero);

    [TestMethod]
    // State, succeeded, failed, others, whether its times count
    [DataRow("succeeded", 3, 0, 0, true)]
    [DataRow("failed", 0, 3, 0, true)]
    [DataRow("timed_out", 0, 3, 0, true)]
    [DataRow("quarantined", 0, 3, 0, false)]
    [DataRow("cancelled", 0, 0, 3, false)]
    [DataRow("skipped", 0, 0, 3, false)]
    [DataRow("missed", 0, 0, 3, false)]
    public void Of_State_CountsAsOneOfThree(string state, long succeeded, long failed, long others, bool hasTimes)
    {
        var minute = new RunMinute(Now.AddSeconds(-30), Word.Parse<RunState>(state), 3, 30, 20, 600, 500);

        var slice = PlotSlice.Of([minute], Now, TimeSpan.FromMinutes(1), 60)[^1];

        Assert.AreEqual((succeeded, failed, others), (slice.Succeeded, slice.Failed, slice.Others));
        Assert.AreEqual(hasTimes ? (10.0, 20.0) : (0, 0), (slice.Late.Mean.TotalMilliseconds, slice.Late.Max.TotalMilliseconds));
        Assert.AreEqual(hasTimes ? (200.0, 500.0) : (0, 0), (slice.Duration.Mean.TotalMilliseconds, slice.Duration.Max.TotalMilliseconds));
    }

    [TestMethod]
    public void Of_MinutesOfAQuarter_AreTakenTogether()
    {
        RunMinute[] minutes =
        [
            Succeeded(-8, 1, 10), // 11:59
            Succeeded(-7, 2, 100), // 12:00
            Succeeded(0, 6, 700), // 12:07
            Succeeded(-1440, 5, 1), // the day before
        ];

        var slices = PlotSlice.Of(minutes, Now, TimeSpan.FromMinutes(15), 96);

        Assert.HasCount(96, slices);
        Assert.AreEqual((8L, 100.0), (slices[^1].Runs, slices[^1].Late.Mean.TotalMilliseconds));
        Assert.AreEqual(new TimeOnly(12, 0), TimeOnly.FromDateTime(slices[^1].From.DateTime));
        Assert.AreEqual((1L, 9L), (slices[^2].Runs, slices.Sum(slice => slice.Runs)));
    }

    private static RunMinute Succeeded(int minute, long runs, long lateMs) =>
        new(new DateTimeOffset(2026, 3, 1, 12, 7, 0, TimeSpan.Zero).AddMinutes(minute), RunState.Succeeded, runs, lateMs, lateMs, 0, 0);
}
