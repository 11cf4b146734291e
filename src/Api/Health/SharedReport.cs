using System.Collections.Immutable;

namespace JobQueue.Api.Health;

/// <summary>The report for whoever asks from outside, however many and however often: one look for all within a second of its begin.</summary>
internal sealed class SharedReport(HealthReport report, TimeProvider time)
{
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<ImmutableArray<Problem>>? _look;
    private long _began;

    /// <inheritdoc cref="HealthReport.ReadAsync"/>
    internal Task<ImmutableArray<Problem>> ReadAsync()
    {
        lock (_gate)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_began) >= Fresh))
                (_began, _look) = (time.GetTimestamp(), Task.Run(report.ReadAsync));
            return _look;
        }
    }
}
