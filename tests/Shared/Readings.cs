using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace JobQueue.Tests;

/// <summary>Hears what JobQueue's meter measures, for tests beside this one too: who asks names a tag of its own.</summary>
internal sealed class Readings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)> _heard = [];

    internal Readings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "JobQueue")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Asks the instruments that are asked.</summary>
    internal Readings Observe()
    {
        _listener.RecordObservableInstruments();
        return this;
    }

    /// <summary>The values of an instrument with these tags, in the order that they were heard.</summary>
    internal double[] Of(string instrument, params (string Name, object Value)[] tags) =>
    [
        .. _heard.Where(one => one.Instrument == instrument
                && tags.All(tag => one.Tags.Contains(KeyValuePair.Create(tag.Name, (object?)tag.Value))))
            .Select(one => one.Value),
    ];

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _heard.Enqueue((instrument.Name, value, tags.ToArray()));

    public void Dispose() => _listener.Dispose();
}
