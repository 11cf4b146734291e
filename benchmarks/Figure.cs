using System.Text.Json;

namespace JobQueue.Benchmarks;

/// <summary>One measured number, printed as a line of JSON.</summary>
internal sealed record Figure(string Name, double Value, string Unit)
{
    internal void Print() => Console.WriteLine(JsonSerializer.Serialize(this, JsonSerializerOptions.Web));

    /// <summary>The middle of an odd number of values.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
