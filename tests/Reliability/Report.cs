using System.Globalization;
using System.Text.Json;

namespace JobQueue.Reliability;

/// <summary>What came of one scenario, printed as a line of JSON.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Result"><c>passed</c>, <c>FAILED</c> or <c>not run: ...</c>.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="MustBe0">What must be 0, by class.</param>
/// <param name="Figures">What was measured.</param>
/// <param name="Found">Of what must be 0, the first of each class.</param>
internal sealed record Report(
    string Scenario, string Result, double Seconds, IReadOnlyDictionary<string, int> MustBe0, IReadOnlyDictionary<string, double> Figures,
    IReadOnlyList<string> Found)
{
    internal const string Passed = "passed";
    internal const string Failed = "FAILED";

    private const int MostShown = 5;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal string Line => JsonSerializer.Serialize(this, Json);

    /// <summary>A row of the table at the end.</summary>
    internal string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"{Scenario,-20} {Result,-8} {Seconds,8:F1} s  {string.Join(' ', MustBe0.Select(found => $"{found.Key}={found.Value}"))}");

    /// <summary>Runs the scenario on a bench of its own.</summary>
    internal static async Task<Report> OfAsync(IScenario scenario, int count, int seed, CancellationToken over, string? old = null)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await using var bench = new Bench(scenario.Name, count, seed, old);
        try
        {
            await scenario.RunAsync(bench, over);
        }
        catch (Exception e) when (!over.IsCancellationRequested)
        {
            bench.Find("ENDED_EARLY", $"{e}");
        }

        var result = bench switch
        {
            { HasFindings: true } => Failed,
            { WhyNotRun: { } why } => $"not run: {why}",
            // Who looked for nothing has shown nothing.
            _ => bench.Findings.Count > 0 ? Passed : Failed,
        };
        return new Report(
            scenario.Name,
            result,
            Math.Round(watch.Elapsed.TotalSeconds, 1),
            bench.Findings.ToDictionary(found => found.Key, found => found.Value.Count),
            bench.Figures.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 3)),
            [.. bench.Findings.SelectMany(found => found.Value.Take(MostShown).Select(what => $"{found.Key}: {what}"))]);
    }
}
