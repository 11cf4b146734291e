using System.Text.Json;

namespace JobQueue.Benchmarks;

/// <summary>One measured number, printed as a line of JSON.</summary>
internal sealed record Figure(string Name, double Value, string Unit)
{
    internal void Print() => Console.WriteLine(JsonSerializer.Serialize(this, JsonSerializerOptions.Web));

    /// <summary>To about three digits that say something.</summary>
    internal Figure Rounded() => this with { Value = Math.Round(Value, Value >= 1000 ? 0 : Value >= 100 ? 1 : Value >= 1 ? 2 : 3) };

    /// <summary>The middle of an odd number of values.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
