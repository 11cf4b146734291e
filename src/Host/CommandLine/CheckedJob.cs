using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Times;

namespace JobQueue.Host.CommandLine;

/// <summary>A job of a crontab, with its next times.</summary>
/// <param name="Line">The line that defines it.</param>
/// <param name="Next">In their order; few or none where there are no more before the year 10000.</param>
internal sealed record CheckedJob(CrontabLine Line, IReadOnlyList<CheckedTime> Next)
{
    /// <summary>Whether it is due by time and yet never.</summary>
    internal bool IsNeverDue => Next.Count == 0 && Line.Schedule is not RebootSchedule;
}

/// <summary>A time at which a job is due.</summary>
/// <param name="Due">As it is printed, in the job's zone.</param>
/// <param name="ClockChange">By how much the clock is put forward on that day; negative for back, zero for an ordinary day.</param>
internal readonly record struct CheckedTime(string Due, TimeSpan ClockChange);
