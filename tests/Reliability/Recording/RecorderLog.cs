namespace JobQueue.Reliability.Recording;

/// <summary>
/// The file a recorder writes: <c>&gt; SEQUENCE ARRIVAL</c> for a request before it is answered, <c>&lt; SEQUENCE TIME</c> when its answer
/// is ready or its sender gone. Reads on from where it was.
/// </summary>
internal sealed class RecorderLog(string path)
{
    private readonly Lock _gate = new();
    private readonly List<Arrival> _arrivals = [];
    private readonly Dictionary<string, int> _inFlight = [];
    private long _read;

    /// <summary>In the order they came.</summary>
    internal IReadOnlyList<Arrival> Arrivals
    {
        get
        {
            lock (_gate)
            {
                ReadOn();
                return [.. _arrivals];
            }
        }
    }

    /// <summary>Requests that came and are not answered.</summary>
    internal int InFlight
    {
        get
        {
            lock (_gate)
            {
                ReadOn();
                return _inFlight.Count;
            }
        }
    }

    internal static string Came(long sequence, Arrival arrival) => $"> {sequence} {arrival.Line}";

    internal static string Ended(long sequence, DateTimeOffset at) => $"< {sequence} {Arrival.Text(at)}";

    private void ReadOn()
    {
        if (!File.Exists(path))
            return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _read;
        var bytes = new byte[file.Length - _read];
        file.ReadExactly(bytes);
        // The last line may be on its way.
        var whole = bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
        _read += whole.Length;
        foreach (var line in System.Text.Encoding.UTF8.GetString(whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Take(line.Split(' ', 3));
    }

    private void Take(string[] words)
    {
        if (words[0] == ">")
        {
            _inFlight[words[1]] = _arrivals.Count;
            _arrivals.Add(Arrival.Read(words[2]));
        }
        else if (_inFlight.Remove(words[1], out var number))
        {
            _arrivals[number] = _arrivals[number] with { End = Arrival.Instant(words[2]) };
        }
    }
}
