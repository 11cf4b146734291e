namespace JobQueue.Reliability.Checking;

/// <summary>Occurrences and jobs that the ledger has no end of.</summary>
internal static class Losses
{
    internal static IEnumerable<string> Find(History history)
    {
        var open = history.Ledger.Where(run => run.IsOpen).Select(run => $"never ended: {run}");
        var rows = history.Ledger.Where(run => run is { JobId: not null, Cause: "schedule" }).ToLookup(run => run.JobId!);
        return open.Concat(history.Expected
            .GroupBy(occurrence => occurrence.JobId, occurrence => occurrence.Due)
            .SelectMany(dues => OfAJob(dues.Key, [.. dues.Order()], [.. rows[dues.Key]])));
    }

    private static IEnumerable<string> OfAJob(string job, DateTimeOffset[] dues, LedgerRun[] rows)
    {
        var plain = rows.Where(row => row.Until is null).Select(row => row.Due).ToHashSet();
        var stretches = rows.Where(row => row.Until is not null).ToList();
        foreach (var due in dues.Where(due => !plain.Contains(due) && !stretches.Exists(row => Covers(row, due))))
            yield return $"no row: {job} {due:O}";
        // A stretch says how many it stands for: those on its way that have no row of their own.
        foreach (var stretch in stretches.Where(row => row.Until <= dues[^1]))
        {
            var own = dues.Count(due => Covers(stretch, due) && !plain.Contains(due)
                && !stretches.Exists(row => !ReferenceEquals(row, stretch) && Covers(row, due)));
            if (own != stretch.Count)
                yield return $"a row of {stretch.Count} for {own}: {stretch}";
        }
    }

    private static bool Covers(LedgerRun row, DateTimeOffset due) => row.Due <= due && due <= (row.Until ?? row.Due);
}
