namespace JobQueue.Reliability.Crashes;

/// <summary>The same thing many times, a few at once: a start of the host waits more than it computes.</summary>
internal static class Trials
{
    private static readonly int Usual = Environment.ProcessorCount + 1;

    /// <param name="bench">Whose chance each trial's own is drawn from, in order.</param>
    /// <param name="count">How many.</param>
    /// <param name="host">The program, and its verb; null: the usual one.</param>
    /// <param name="one">One, by its number from 0 and its chance.</param>
    /// <param name="over">Ends it early.</param>
    /// <param name="atOnce">How many at once; null: as many as the machine does well.</param>
    internal static async Task RunAsync(
        Bench bench, int count, (string? Program, string? Verb) host, Func<Trial, int, Random, Task> one, CancellationToken over,
        int? atOnce = null)
    {
        var recorder = await bench.RecorderAsync();
        var chances = Enumerable.Range(0, count).Select(number => (Number: number, Chance: new Random(bench.Chance.Next()))).ToList();
        bench.Figure("trials", count);
        await Parallel.ForEachAsync(
            chances,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce ?? Usual, CancellationToken = over },
            async (next, _) =>
            {
                await using var trial = new Trial(recorder, $"t{next.Number}", host.Program, host.Verb);
                await one(trial, next.Number, next.Chance);
            });
    }
}
