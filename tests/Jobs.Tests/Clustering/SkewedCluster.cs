using JobQueue.Jobs.Clustering;

namespace JobQueue.Jobs.Tests.Clustering;

/// <summary>A cluster from whose clock this machine's may be off.</summary>
internal sealed class SkewedCluster : Cluster
{
    internal override TimeSpan Skew => Ahead;

    /// <summary>How far the clock of this machine is ahead.</summary>
    internal TimeSpan Ahead { get; set; }

    /// <summary>How far it is ahead when that is measured; null for as far as it seems.</summary>
    internal TimeSpan? Measured { get; set; }

    internal override ValueTask<bool> MeasureAsync()
    {
        Ahead = Measured ?? Ahead;
        return new(true);
    }

    internal override string? Hindrance => Ahead.Duration() > MostSkew ? "its clock is off" : null;
}
