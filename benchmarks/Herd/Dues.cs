namespace JobQueue.Benchmarks.Herd;

/// <summary>An instant far enough ahead for so many jobs to be there before it.</summary>
internal static class Dues
{
    private const int JobsASecond = 2_000;

    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(3);

    internal static DateTimeOffset NextSecond(int jobs) => Next(jobs, TimeSpan.FromSeconds(1));

    internal static DateTimeOffset NextMinute(int jobs) => Next(jobs, TimeSpan.FromMinutes(1));

    internal static void CheckFuture(DateTimeOffset due)
    {
        if (due - TimeProvider.System.GetUtcNow() < TimeSpan.FromSeconds(1))
            throw new InvalidOperationException("the jobs were not there a second before they were due");
    }

    private static DateTimeOffset Next(int jobs, TimeSpan step)
    {
        var earliest = TimeProvider.System.GetUtcNow() + AtLeast + TimeSpan.FromSeconds(jobs / JobsASecond);
        return new DateTimeOffset((earliest.Ticks / step.Ticks + 1) * step.Ticks, TimeSpan.Zero);
    }
}
