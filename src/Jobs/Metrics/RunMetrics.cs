using System.Diagnostics.Metrics;

namespace JobQueue.Jobs.Metrics;

/// <summary>What is measured of runs. Their jobs are no tag: clients of the API name jobs as they like, without end.</summary>
internal static class RunMetrics
{
    private static readonly Counter<long> Ended = Telemetry.Meter.CreateCounter<long>(
        "jobqueue.runs", "{run}", "Runs that came to a final state, and occurrences that did not run.");

    private static readonly Histogram<double> Lateness = Telemetry.Meter.CreateHistogram(
        "jobqueue.run.lateness", "s", "From the due of a run to the beginning of its first attempt.", tags: null, Buckets.Lateness);

    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram(
        "jobqueue.run.duration", "s", "From the beginning of a run's first attempt to the end of its last.", tags: null, Buckets.Duration);

    internal static void Begin(Run run)
    {
        if (Lateness.Enabled && run is { Attempt: 1, Started: { } started })
            Lateness.Record(Math.Max(0, (started - run.Due).TotalSeconds), Tags.Queue(run.Policy.Queue));
    }

    internal static void End(Ending end)
    {
        if (!Ended.Enabled && !Duration.Enabled)
            return;
        var (state, queue) = (Tags.State(end.State), Tags.Queue(end.Queue));
        Ended.Add(end.Count, state, queue);
        if (end.Duration is { } duration)
            Duration.Record(Math.Max(0, duration.TotalSeconds), state, queue);
    }
}
