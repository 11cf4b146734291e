namespace JobQueue.Reliability.Checking;

/// <summary>What a target saw of many that came together.</summary>
internal static class Crowd
{
    /// <summary>The most that were at the target at one time.</summary>
    internal static int MostAtOnce(IEnumerable<Arrival> arrivals)
    {
        // An end before a beginning of the same instant.
        var changes = arrivals
            .SelectMany(arrival => new[] { (arrival.At, Change: 1), (At: arrival.End ?? DateTimeOffset.MaxValue, Change: -1) })
            .OrderBy(change => change.At).ThenBy(change => change.Change);
        var (now, most) = (0, 0);
        foreach (var (_, change) in changes)
            most = Math.Max(most, now += change);
        return most;
    }

    /// <summary>
    /// The most that one of them has overtaken: what should have come before it, and had not when it came. Of a queue that is in order
    /// these are in its other slots.
    /// </summary>
    internal static int MostOvertaken(IEnumerable<LedgerRun> runs, IEnumerable<Arrival> arrivals)
    {
        var waiting = runs.OrderBy(run => (run.Due, run.Order)).Select(run => run.Id).ToList();
        var most = 0;
        foreach (var arrival in arrivals.OrderBy(arrival => arrival.At).DistinctBy(arrival => arrival.RunId))
        {
            var before = waiting.IndexOf(arrival.RunId);
            most = Math.Max(most, before);
            waiting.RemoveAt(before);
        }

        return most;
    }

    /// <summary>From due to arrival, in milliseconds, of what was due in that time; infinite where nothing was.</summary>
    internal static double LatePercentile99(IEnumerable<Arrival> arrivals, DateTimeOffset from, DateTimeOffset until)
    {
        var late = arrivals
            .Where(arrival => arrival.Due >= from && arrival.Due < until)
            .Select(arrival => (arrival.At - arrival.Due).TotalMilliseconds).Order().ToList();
        return late.Count == 0 ? double.PositiveInfinity : late[late.Count * 99 / 100];
    }
}
