namespace JobQueue.Reliability.Checking;

/// <summary>A queue of one sends one run at a time: larger priority first, then in order of due.</summary>
internal static class SerialOrder
{
    internal static IEnumerable<string> Find(History history) => history.Serial.SelectMany(queue =>
    {
        var runs = history.Ledger.Where(run => run.Queue == queue).DistinctBy(run => run.Id).ToDictionary(run => run.Id);
        return AtOnce(history, runs).Concat(OutOfTurn(history, runs));
    });

    private static IEnumerable<string> AtOnce(History history, Dictionary<string, LedgerRun> runs)
    {
        var inOrder = history.Arrivals.Where(arrival => runs.ContainsKey(arrival.RunId)).OrderBy(arrival => arrival.At).ToList();
        return inOrder.Zip(inOrder.Skip(1))
            .Where(pair => pair.First.End > pair.Second.At)
            .Select(pair => $"at once: {pair.First} and {pair.Second}");
    }

    private static IEnumerable<string> OutOfTurn(History history, Dictionary<string, LedgerRun> runs)
    {
        var waiting = new SortedDictionary<LedgerRun, DateTimeOffset>(Comparer<LedgerRun>.Create(Compare));
        foreach (var move in history.Moves.Where(move => runs.ContainsKey(move.RunId)))
        {
            var run = runs[move.RunId];
            waiting.Remove(run);
            var first = waiting.FirstOrDefault(other => other.Value + history.UnseenFor <= move.At).Key;
            if (move.To == "running" && first is not null && Compare(first, run) < 0)
                yield return $"out of turn: {run} before {first}";
            if (move.IsClaimable)
                waiting.Add(run, move.At);
        }
    }

    private static int Compare(LedgerRun one, LedgerRun other) =>
        (-one.Priority, one.Due, one.Order, one.Id).CompareTo((-other.Priority, other.Due, other.Order, other.Id));
}
