using JobQueue.Jobs.Clustering;

namespace JobQueue.Scheduler.Tests;

/// <summary>A cluster of which this process is one, and not the first.</summary>
internal sealed class SharedCluster : Cluster
{
    private string? _hindrance;

    /// <summary>How often somebody asked whether this process may take something on.</summary>
    internal int Asked { get; private set; }

    internal override bool IsShared => true;

    internal override TimeSpan Skew => Ahead;

    internal TimeSpan Ahead { get; set; }

    internal override bool IsFirst => false;

    internal override string? Hindrance
    {
        get
        {
            Asked++;
            return _hindrance;
        }
    }

    /// <summary>Measures how far the clock is ahead; whether that can be had.</summary>
    internal Func<bool> Measure { get; set; } = () => true;

    internal override ValueTask<bool> MeasureAsync() => new(Measure());

    /// <summary>What becomes of who waits for the others; null for an answer.</summary>
    internal Exception? Unsettled { get; set; }

    internal override Task<bool> SettleAsync() => Unsettled is { } failure ? Task.FromException<bool>(failure) : Task.FromResult(true);

    internal void Hinder(string? why) => _hindrance = why;
}
