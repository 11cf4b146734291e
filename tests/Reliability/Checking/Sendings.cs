namespace JobQueue.Reliability.Checking;

/// <summary>
/// Runs that were sent more than once: one sending, and one more for each crash while it was in flight and each status that asks for it.
/// </summary>
internal static class Sendings
{
    internal static IEnumerable<string> Repeated(History history)
    {
        var (pairs, claims) = (Pairs(history), Claims(history));
        var (steps, interrupted) = (Steps(pairs, history, claims), Interrupted(pairs, history, claims));
        return pairs
            .Where(pair => !steps.Contains(pair) && (pair.First.Attempt >= pair.Second.Attempt
                || !(IsAskedFor(pair.First, history) || interrupted.Contains(pair))))
            .Select(pair => Text(pair, claims));
    }

    internal static IEnumerable<string> AgainstTheirWill(History history)
    {
        var onceOnly = history.Ledger.Where(run => run.IsOnceOnly).Select(run => run.Id).ToHashSet();
        var claims = Claims(history);
        return Interrupted(Pairs(history), history, claims)
            .Where(pair => onceOnly.Contains(pair.First.RunId))
            .Select(pair => Text(pair, claims));
    }

    private static List<(Arrival First, Arrival Second)> Pairs(History history) =>
        [.. history.Arrivals
            .GroupBy(arrival => arrival.RunId)
            .Select(sent => sent.OrderBy(arrival => arrival.At).ToList())
            .SelectMany(inOrder => inOrder.Zip(inOrder.Skip(1)))];

    private static bool IsAskedFor(Arrival first, History history) => history.RetriedOn.Contains(first.Status);

    // A crash accounts for one more sending of a run, not for two.
    private static HashSet<(Arrival First, Arrival Second)> Interrupted(
        List<(Arrival First, Arrival Second)> pairs, History history, ILookup<(string, int), Claim> claims)
    {
        var interrupted = new HashSet<(Arrival, Arrival)>();
        var onward = pairs.Where(pair => pair.First.Attempt < pair.Second.Attempt && !IsAskedFor(pair.First, history));
        foreach (var ofRun in onward.GroupBy(pair => pair.First.RunId))
        {
            var left = history.Crashes.OrderBy(crash => crash.At).ToList();
            foreach (var pair in ofRun)
            {
                if (left.Find(crash => IsInterruptedBy(crash, pair, history, claims)) is { } crash)
                {
                    left.Remove(crash);
                    interrupted.Add(pair);
                }
            }
        }

        return interrupted;
    }

    private static bool IsInterruptedBy(
        Crash crash, (Arrival First, Arrival Second) pair, History history, ILookup<(string, int), Claim> claims) =>
        pair.First.At < (crash.Ready ?? crash.Restarted)
        && (pair.First.End is not { } end || crash.At < end + history.UnrecordedFor)
        && (history.Nodes.Count == 0
            ? crash.Restarted < pair.Second.At
            : IsTakenOver(Of(pair.First, claims), Of(pair.Second, claims), crash));

    // In a cluster the ledger says it better than the time of an arrival: a node that lives and sends twice is the owner both times.
    private static bool IsTakenOver(IEnumerable<Claim> first, IEnumerable<Claim> second, Crash crash) => second.Any(later =>
        later.At > crash.At
        && (crash.Process is not { } process
            || first.Any(claim => claim.Owner.Process == process && claim.Owner.Id != later.Owner.Id)));

    // Few at most: without the look there would be many.
    private static HashSet<(Arrival First, Arrival Second)> Steps(
        List<(Arrival First, Arrival Second)> pairs, History history, ILookup<(string, int), Claim> claims) =>
        [.. history.Resumed.SelectMany(resumed => pairs.Where(pair => IsStep(pair, resumed, history, claims)).Take(history.MostSteps))];

    private static bool IsStep(
        (Arrival First, Arrival Second) pair, (int Process, DateTimeOffset At) resumed, History history,
        ILookup<(string, int), Claim> claims) =>
        pair.First.Attempt > pair.Second.Attempt
        && Of(pair.Second, claims).Any(claim => claim.Owner.Process == resumed.Process && claim.At < resumed.At)
        && pair.Second.At >= resumed.At && pair.Second.At < resumed.At + history.Step;

    // What sent each attempt, in a cluster.
    private static ILookup<(string RunId, int Attempt), Claim> Claims(History history)
    {
        var nodes = history.Nodes.ToDictionary(node => node.Id);
        return history.Moves
            .Where(move => move is { To: "running", Owner: { } owner } && nodes.ContainsKey(owner))
            .ToLookup(move => (move.RunId, move.Attempt), move => new Claim(move.At, nodes[move.Owner!]));
    }

    private static IEnumerable<Claim> Of(Arrival arrival, ILookup<(string, int), Claim> claims) => claims[(arrival.RunId, arrival.Attempt)];

    // With the owners, where they are known: whether each had ended tells a fault from a slow machine.
    private static string Text((Arrival First, Arrival Second) pair, ILookup<(string, int), Claim> claims) =>
        $"{Text(pair.First, claims)}, then {Text(pair.Second, claims)}";

    private static string Text(Arrival arrival, ILookup<(string, int), Claim> claims) =>
        string.Join(" of ", Of(arrival, claims).Select(claim => $"{claim}").Prepend($"{arrival}"));

    private sealed record Claim(DateTimeOffset At, Incarnation Owner);
}
