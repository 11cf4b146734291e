using System.Diagnostics.Metrics;

namespace JobQueue.Api.Tests.InProcess;

/// <summary>Counts stuck attempts, those of tests beside it among them.</summary>
internal sealed class StuckCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _counted;

    internal StuckCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "JobQueue", Name: "jobqueue.attempt.stuck" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, measured, _, _) => Interlocked.Add(ref _counted, measured));
        _listener.Start();
    }

    internal long Counted => Interlocked.Read(ref _counted);

    public void Dispose() => _listener.Dispose();
}
