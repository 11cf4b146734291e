namespace JobQueue.Benchmarks;

/// <summary>Of many times: the middle, what one in a hundred exceeds, and the longest; milliseconds.</summary>
internal sealed record Spread(double P50, double P99, double Max)
{
    internal static Spread Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new Spread(sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)], sorted[^1]);
    }

    internal IReadOnlyList<Figure> Figures(string name) =>
        [new Figure($"{name}.p50", P50, "ms"), new Figure($"{name}.p99", P99, "ms"), new Figure($"{name}.max", Max, "ms")];
}
