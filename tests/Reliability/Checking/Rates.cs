namespace JobQueue.Reliability.Checking;

/// <summary>Of a queue with a rate no more runs begin in a stretch than it lets, whichever nodes begin them.</summary>
internal static class Rates
{
    internal static IEnumerable<string> Find(History history) => history.Rates.SelectMany(rate =>
    {
        var runs = history.Ledger.Where(run => run.Queue == rate.Queue).Select(run => run.Id).ToHashSet();
        var begun = history.Moves.Where(move => move.To == "running" && runs.Contains(move.RunId)).OrderBy(move => move.At).ToList();
        return begun.Zip(begun.Skip(rate.Count))
            .Where(pair => pair.Second.At - pair.First.At < rate.Per)
            .Select(pair => $"more than {rate.Count} in {rate.Per}: from {pair.First} to {pair.Second}");
    });
}
