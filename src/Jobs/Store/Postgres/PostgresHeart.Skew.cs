using System.Diagnostics;
using JobQueue.Jobs.Clustering;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>How far the clock of this machine is ahead of the database's: each beat measures it.</summary>
internal sealed partial class PostgresHeart
{
    // A beat is answered in milliseconds where the database is there.
    private static readonly TimeSpan LongestMeasuring = TimeSpan.FromSeconds(5);

    private readonly MeasuredSkew _skew;

    // Somebody waits for the next beat.
    private readonly AutoResetEvent _asked = new(false);
    private TaskCompletionSource _measured = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It was measured.</summary>
    internal event Action? Measured;

    /// <inheritdoc cref="Cluster.Skew"/>
    internal TimeSpan Skew => _skew.Now;

    /// <inheritdoc cref="Cluster.MeasureAsync"/>
    internal async ValueTask<bool> MeasureAsync()
    {
        var began = Stopwatch.GetTimestamp();
        // More than once where a beat was under way when the clock was set, which knows nothing of that.
        while (_skew.IsDoubtful)
        {
            var left = LongestMeasuring - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || AskForBeat() is not { } measured)
                return false;
            await Task.WhenAny(measured, Task.Delay(left, TimeProvider.System));
        }

        return true;
    }

    /// <summary>How far a clock is ahead: what was known, as far as an answer that took its time does not say otherwise.</summary>
    /// <param name="known">What was known.</param>
    /// <param name="asked">What it is when the answer was given in the middle of that time.</param>
    /// <param name="half">Half the time it took.</param>
    internal static TimeSpan Closest(TimeSpan known, TimeSpan asked, TimeSpan half) =>
        TimeSpan.FromTicks(Math.Clamp(known.Ticks, (asked - half).Ticks, (asked + half).Ticks));

    private Task? AskForBeat()
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
                return null;
            _asked.Set();
            return _measured.Task;
        }
    }

    private void NoteMeasured()
    {
        lock (_gate)
        {
            _measured.SetResult();
            _measured = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Measured?.Invoke();
    }
}
