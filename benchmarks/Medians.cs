namespace JobQueue.Benchmarks;

/// <summary>Measurements that take turns, so that what else the machine does meets them all, and the medians of their figures.</summary>
internal sealed class Medians
{
    private readonly Dictionary<string, (string Unit, List<double> Values)> _figures = [];

    /// <summary>A round for the just-in-time compiler, and then so many that count.</summary>
    internal static async Task<Medians> MeasureAsync(int rounds, IReadOnlyList<Func<Task<IReadOnlyList<Figure>>>> measurements)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var medians = new Medians();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var measureAsync in measurements)
            {
                var figures = await measureAsync();
                if (round > 0)
                    medians.Add(figures);
            }
        }

        return medians;
    }

    /// <summary>All figures, in the order of their measurements.</summary>
    internal void Print()
    {
        foreach (var (name, (unit, values)) in _figures)
            new Figure(name, Figure.Median(values), unit).Rounded().Print();
    }

    /// <summary>One figure beside another of the same kind.</summary>
    internal void PrintRatio(string one, string other) =>
        new Figure($"{one}/{other[(other.IndexOf('.', StringComparison.Ordinal) + 1)..]}", Median(one) / Median(other), "ratio").Rounded().Print();

    private double Median(string name) => Figure.Median(_figures[name].Values);

    private void Add(IReadOnlyList<Figure> figures)
    {
        foreach (var (name, value, unit) in figures)
        {
            if (!_figures.TryGetValue(name, out var known))
                _figures[name] = known = (unit, []);
            known.Values.Add(value);
        }
    }
}
