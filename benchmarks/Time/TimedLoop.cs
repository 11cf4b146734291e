using System.Diagnostics;

namespace JobQueue.Benchmarks.Time;

/// <summary>The same work, done by JobQueue and by Quartz.</summary>
/// <param name="Name">What the figures are called.</param>
/// <param name="Count">How many pieces of work one call of either does.</param>
/// <param name="JobQueue">JobQueue's way.</param>
/// <param name="Quartz">Quartz's way.</param>
/// <param name="IsRate">Whether the pieces are lines, and lines a second are printed; otherwise nanoseconds a piece.</param>
internal sealed record TimedLoop(string Name, int Count, Action JobQueue, Action Quartz, bool IsRate = false)
{
    private const double NanosecondsASecond = 1e9;

    private readonly List<double> _jobQueue = [];
    private readonly List<double> _quartz = [];

    internal void Run(bool counts)
    {
        var (ours, theirs) = (Nanoseconds(JobQueue), Nanoseconds(Quartz));
        if (!counts)
            return;
        _jobQueue.Add(ours);
        _quartz.Add(theirs);
    }

    /// <summary>Prints both medians, and how many times as fast as Quartz JobQueue is.</summary>
    internal void Print()
    {
        var (ours, theirs) = (Figure.Median(_jobQueue), Figure.Median(_quartz));
        Print(Name, ours);
        Print(Name + ".quartz", theirs);
        new Figure(Name + "/quartz", Math.Round(theirs / ours, 2), "ratio").Print();
    }

    private void Print(string name, double nanoseconds) => (IsRate
        ? new Figure(name, Math.Round(NanosecondsASecond / nanoseconds), "lines/s")
        : new Figure(name, Math.Round(nanoseconds), "ns")).Print();

    private double Nanoseconds(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / Count;
    }
}
