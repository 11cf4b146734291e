namespace JobQueue.Reliability.Checking;

/// <summary>
/// Runs that were sent more than once: one sending, and one more for each crash while it was in flight and each status that asks for it.
/// </summary>
internal static class Sendings
{
    internal static IEnumerable<string> Repeated(History history)
    {
        var senders = Senders(history);
        var pairs = Pairs(history).ToList();
        // One at most: without the look there would be many.
        var steps = history.Resumed.SelectMany(resumed => pairs.Where(pair => IsStep(pair, resumed, history, senders)).Take(1)).ToHashSet();
        return pairs
            .Where(pair => !steps.Contains(pair) && (pair.First.Attempt >= pair.Second.Attempt
                || !(IsAskedFor(pair.First, history) || IsCrashedIn(pair, history, senders))))
            .Select(Text);
    }

    internal static IEnumerable<string> AgainstTheirWill(History history)
    {
        var onceOnly = history.Ledger.Where(run => run.IsOnceOnly).Select(run => run.Id).ToHashSet();
        var senders = Senders(history);
        return Pairs(history)
            .Where(pair => onceOnly.Contains(pair.First.RunId) && !IsAskedFor(pair.First, history) && IsCrashedIn(pair, history, senders))
            .Select(Text);
    }

    private static IEnumerable<(Arrival First, Arrival Second)> Pairs(History history) =>
        history.Arrivals
            .GroupBy(arrival => arrival.RunId)
            .Select(sent => sent.OrderBy(arrival => arrival.At).ToList())
            .SelectMany(inOrder => inOrder.Zip(inOrder.Skip(1)));

    private static bool IsAskedFor(Arrival first, History history) => history.RetriedOn.Contains(first.Status);

    private static bool IsCrashedIn((Arrival First, Arrival Second) pair, History history, ILookup<(string, int), int> senders) =>
        history.Crashes.Any(crash =>
            pair.First.At < crash.Restarted && crash.Restarted < pair.Second.At
            && (pair.First.End is not { } end || crash.At < end + history.UnrecordedFor)
            && (crash.Process is not { } process || senders[(pair.First.RunId, pair.First.Attempt)].Contains(process)));

    private static bool IsStep(
        (Arrival First, Arrival Second) pair, (int Process, DateTimeOffset At) resumed, History history,
        ILookup<(string, int), int> senders) =>
        pair.First.Attempt > pair.Second.Attempt
        && senders[(pair.Second.RunId, pair.Second.Attempt)].Contains(resumed.Process)
        && pair.Second.At >= resumed.At && pair.Second.At < resumed.At + history.Step;

    // The process that sent an attempt, in a cluster.
    private static ILookup<(string RunId, int Attempt), int> Senders(History history)
    {
        var processes = history.Nodes.ToDictionary(node => node.Id, node => node.Process);
        return history.Moves
            .Where(move => move is { To: "running", Owner: { } owner } && processes.ContainsKey(owner))
            .ToLookup(move => (move.RunId, move.Attempt), move => processes[move.Owner!]);
    }

    private static string Text((Arrival First, Arrival Second) pair) => $"{pair.First}, then {pair.Second}";
}
