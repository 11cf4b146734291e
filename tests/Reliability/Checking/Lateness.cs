namespace JobQueue.Reliability.Checking;

/// <summary>From due to what became of it.</summary>
internal static class Lateness
{
    /// <summary>
    /// From due to arrival, in milliseconds, of first attempts: p50, p99 and the largest: of all, and of those (<c>up</c>) between whose due and arrival the process was never down.
    /// </summary>
    internal static IEnumerable<(string Name, double Milliseconds)> Figures(History history)
    {
        var firsts = history.Arrivals.Where(arrival => arrival.Attempt == 1).ToList();
        var up = firsts.Where(arrival => !history.Crashes.Any(
            crash => arrival.Due < (crash.Ready ?? crash.Restarted) && crash.At < arrival.At));
        return Of("late ms", firsts).Concat(Of("late ms, up", up));
    }

    /// <summary>Occurrences that were entered too late, though not all were down.</summary>
    internal static IEnumerable<string> Entered(History history)
    {
        if (history.EnteredWithin is not { } within)
            yield break;
        var entered = history.Moves.Where(move => move.From is null).ToDictionary(move => move.RunId, move => move.At);
        var allDown = history.Crashes.Where(crash => crash.Process is null).ToList();
        foreach (var run in history.Ledger.Where(run => run is { JobId: not null, Cause: "schedule", Until: null }))
        {
            if (entered.TryGetValue(run.Id, out var at) && at - run.Due > within
                && !allDown.Any(crash => crash.At < at && run.Due < crash.Restarted + within))
                yield return $"{run.JobId}, due {run.Due:O}, entered {at:O}";
        }
    }

    private static IEnumerable<(string Name, double Milliseconds)> Of(string name, IEnumerable<Arrival> arrivals)
    {
        var inOrder = arrivals.Select(arrival => (arrival.At - arrival.Due).TotalMilliseconds).Order().ToList();
        return inOrder.Count == 0
            ? []
            :
            [
                ($"{name} p50", inOrder[inOrder.Count / 2]),
                ($"{name} p99", inOrder[inOrder.Count * 99 / 100]),
                ($"{name} max", inOrder[^1]),
            ];
    }
}
