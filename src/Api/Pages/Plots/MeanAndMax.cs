using JobQueue.Jobs.Store;

namespace JobQueue.Api.Pages.Plots;

/// <summary>The mean and the largest of some times; zero where there were none.</summary>
internal readonly record struct MeanAndMax(TimeSpan Mean, TimeSpan Max)
{
    internal static MeanAndMax Of(IReadOnlyCollection<RunMinute> minutes, Func<RunMinute, long> sumMs, Func<RunMinute, long> maxMs)
    {
        var runs = minutes.Sum(minute => minute.Runs);
        return runs == 0
            ? default
            : new MeanAndMax(TimeSpan.FromMilliseconds(minutes.Sum(sumMs) / (double)runs), TimeSpan.FromMilliseconds(minutes.Max(maxMs)));
    }
}
