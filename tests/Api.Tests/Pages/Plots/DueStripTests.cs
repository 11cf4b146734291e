using JobQueue.Api.Pages.Plots;
using JobQueue.Jobs;
using JobQueue.Scheduler;

namespace JobQueue.Api.Tests.Pages.Plots;

[TestClass]
public sealed class DueStripTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Of_JobsAndRunsThatWait_CountsEachInItsSlice()
    {
        var jobs = new[] { Job("*/20 * * * *"), Job("30 * * * *"), Job("0 0 1 1 *") };

        var strip = Strip(jobs, [Now.AddMinutes(-5), Now.AddMinutes(59), Now.AddMinutes(61)]);

        CollectionAssert.AreEqual(new[] { 1, 0, 1, 1, 1, 1 }, strip.Slices.ToArray());
        Assert.AreEqual((5, 0), (strip.Count, strip.JobsLeftOut));
    }

    [TestMethod]
    public void Of_MoreThanIsDrawn_DrawsJobsWholeAndSaysHowManyAreLeftOut()
    {
        // The first is due a second from now.
        const int OfAnHour = 3599;
        var jobs = Enumerable.Repeat(Job("@every 1s"), 30).ToArray();

        var strip = Strip(jobs, []);

        var drawn = DueStrip.MostOfAll / OfAnHour;
        Assert.AreEqual((drawn * OfAnHour, jobs.Length - drawn), (strip.Count, strip.JobsLeftOut));
        CollectionAssert.AreEqual(new[] { 599, 600, 600, 600, 600, 600 }.Select(each => drawn * each).ToArray(), strip.Slices.ToArray());
    }

    [TestMethod]
    public void Of_AJobThatIsDueTooOften_DrawsTheOthersAlone()
    {
        var jobs = new[] { Job("@every 1s"), Job("0 * * * *") };

        var strip = DueStrip.Of(
            jobs.Select(job => (job.Schedule.NextAfter(Now)!.Value, job)), [], Now, TimeSpan.FromSeconds(DueStrip.MostOfAJob + 2), 3);

        Assert.AreEqual((2, 1), (strip.Count, strip.JobsLeftOut));
    }

    [TestMethod]
    public void Of_JobsThatAreDueTooOften_LeaveRoomForOneThatIsNot()
    {
        var jobs = Enumerable.Repeat(Job("@every 5s"), 4).Append(Job("0 * * * *"));

        var strip = DueStrip.Of(jobs.Select(job => (job.Schedule.NextAfter(Now)!.Value, job)), [], Now, TimeSpan.FromHours(24), 4);

        CollectionAssert.AreEqual(new[] { 5, 6, 6, 6 }, strip.Slices.ToArray());
        Assert.AreEqual(4, strip.JobsLeftOut);
    }

    [TestMethod]
    public void Of_Nothing_IsEmpty() => Assert.AreEqual(0, Strip([], []).Count);

    private static DueStrip Strip(LiveJob[] jobs, DateTimeOffset[] waiting) => DueStrip.Of(
        jobs.Select(job => (job.Schedule.NextAfter(Now)!.Value, job)).OrderBy(job => job.Value), waiting, Now, TimeSpan.FromHours(1), 6);

    private static LiveJob Job(string schedule) => LiveJob.From(
        new RecurringJob
        {
            Id = schedule,
            Identity = schedule,
            Schedule = schedule,
            TimeZone = "UTC",
            Anchor = Now,
            Source = RecurringJob.ApiSource,
            Fingerprint = schedule,
            Request = new JobRequest { Uri = "/" },
            Created = Now,
        },
        Now)!;
}
