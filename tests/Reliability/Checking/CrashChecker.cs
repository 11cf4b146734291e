namespace JobQueue.Reliability.Checking;

/// <summary>Joins expected occurrences, ledger and recorder, and finds what must not happen. Pure: a history in, the faults out.</summary>
internal static class CrashChecker
{
    /// <summary>Every fault, with the run or occurrence it is about.</summary>
    internal static List<(Fault Fault, string What)> Check(History history)
    {
        var runs = history.Ledger.ToLookup(run => run.Id);
        return
        [
            .. Lost(history).Select(what => (Fault.Lost, what)),
            .. history.Arrivals
                .Where(arrival => !runs[arrival.RunId].Any(run => run.Attempt >= arrival.Attempt))
                .Select(arrival => (Fault.Ghost, $"{arrival}")),
            .. DupIds(history).Select(what => (Fault.DupId, what)),
            .. Lies(history).Select(what => (Fault.Lie, what)),
            .. history.Acknowledged.Where(id => !runs.Contains(id)).Select(id => (Fault.Unacked, id)),
            .. history.Arrivals.Where(arrival => arrival.At < arrival.Due).Select(arrival => (Fault.Early, $"{arrival}")),
            .. history.Arrivals
                .GroupBy(arrival => arrival.RunId)
                .SelectMany(sent => Repeats(sent, history))
                .Select(what => (Fault.Repeat, what)),
        ];
    }

    private static IEnumerable<string> Lost(History history)
    {
        var open = history.Ledger.Where(run => run.IsOpen).Select(run => $"never ended: {run}");
        var rows = history.Ledger.Where(run => run is { JobId: not null, Cause: "schedule" }).ToLookup(run => run.JobId!);
        return open.Concat(history.Expected
            .GroupBy(occurrence => occurrence.JobId, occurrence => occurrence.Due)
            .SelectMany(dues => LostOf(dues.Key, [.. dues], [.. rows[dues.Key]])));
    }

    private static IEnumerable<string> LostOf(string job, DateTimeOffset[] dues, LedgerRun[] rows)
    {
        foreach (var due in dues.Where(due => !rows.Any(row => Covers(row, due))))
            yield return $"no row: {job} {due:O}";
        // A stretch says how many it stands for: those on its way that have no row of their own.
        foreach (var stretch in rows.Where(row => row.Until <= dues[^1]))
        {
            var own = dues.Count(due => Covers(stretch, due) && !rows.Any(row => row != stretch && Covers(row, due)));
            if (own != stretch.Count)
                yield return $"a row of {stretch.Count} for {own}: {stretch}";
        }
    }

    private static bool Covers(LedgerRun row, DateTimeOffset due) => row.Due <= due && due <= (row.Until ?? row.Due);

    private static IEnumerable<string> DupIds(History history)
    {
        var ofLedger = history.Ledger
            .Where(run => run is { JobId: not null, Cause: "schedule" })
            .Select(run => (Job: run.JobId!, run.Due, run.Id));
        var ofTargets = history.Arrivals.Select(arrival => (arrival.Job, arrival.Due, Id: arrival.RunId));
        return ofLedger.Concat(ofTargets)
            .Distinct()
            .GroupBy(run => (run.Job, run.Due))
            .Where(occurrence => occurrence.Count() > 1)
            .Select(occurrence => $"{occurrence.Key}: {string.Join(", ", occurrence.Select(run => run.Id))}");
    }

    private static IEnumerable<string> Lies(History history)
    {
        var given = history.Arrivals.Select(arrival => (arrival.RunId, arrival.Attempt, arrival.Status)).ToHashSet();
        return history.Ledger
            .Where(run => run.State == "succeeded" || run.Status > 0)
            .Where(run => !run.IsOpen && run.Attempt > 0 && run.State != "cancelled")
            .Where(run => !given.Contains((run.Id, run.Attempt, run.Status ?? 0)))
            .Select(run => $"{run}");
    }

    // One sending, and one more for each crash while it was in flight and for each status that asks for it.
    private static IEnumerable<string> Repeats(IEnumerable<Arrival> sent, History history)
    {
        var inOrder = sent.OrderBy(arrival => arrival.At).ToList();
        return inOrder.Zip(inOrder.Skip(1))
            .Where(pair => pair.First.Attempt >= pair.Second.Attempt || !IsAskedFor(pair.First, pair.Second, history))
            .Select(pair => $"{pair.First}, then {pair.Second}");
    }

    private static bool IsAskedFor(Arrival first, Arrival second, History history) =>
        history.RetriedOn.Contains(first.Status) || history.Restarts.Any(restart => first.At < restart && restart < second.At);
}
