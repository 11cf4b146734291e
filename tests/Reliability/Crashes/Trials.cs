namespace JobQueue.Reliability.Crashes;

/// <summary>The same thing many times, a few at once: a start of the host waits more than it computes.</summary>
internal static class Trials
{
    private static readonly int Usual = Environment.ProcessorCount + 1;

    /// <param name="bench">Whose chance each trial's own is drawn from, in order.</param>
    /// <param name="count">How many.</param>
    /// <param name="trial">One, by its number from 0 and its chance.</param>
    /// <param name="over">Ends it early.</param>
    /// <param name="atOnce">How many at once; null: as many as the machine does well.</param>
    internal static Task RunAsync(Bench bench, int count, Func<int, Random, Task> trial, CancellationToken over, int? atOnce = null)
    {
        var chances = Enumerable.Range(0, count).Select(number => (Number: number, Chance: new Random(bench.Chance.Next()))).ToList();
        bench.Figure("trials", count);
        return Parallel.ForEachAsync(
            chances,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce ?? Usual, CancellationToken = over },
            async (one, _) => await trial(one.Number, one.Chance));
    }
}
