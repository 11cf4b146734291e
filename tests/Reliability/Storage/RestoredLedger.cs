namespace JobQueue.Reliability.Storage;

/// <summary>Two lives that have their beginning in common: one goes on after the backup until the kill, one after the restore.</summary>
/// <param name="Backup">Where they part.</param>
/// <param name="First">What is known at the kill.</param>
/// <param name="Second">What is known at the end; its arrivals are those of both.</param>
/// <param name="Restarted">Just before the start on the restored ledger.</param>
/// <param name="MissedAfter">What was overdue by more at that start is not to run; null: all of it may.</param>
internal sealed record RestoredLedger(
    BackupUnderLoad Backup, History First, History Second, DateTimeOffset Restarted, TimeSpan? MissedAfter)
{
    internal static readonly IReadOnlyList<string> Classes =
        ["INTEGRITY", "FINAL_CHANGED", "FINAL_AGAIN", "NOT_AGAIN", "MET_ID", "NOT_ASKED_FOR"];

    private readonly Dictionary<string, LedgerRun> _inBackup = Backup.Runs.ToDictionary(run => run.Id);

    private List<Arrival> SinceRestart => [.. Second.Arrivals.Where(arrival => arrival.At >= Restarted)];

    // The ledger does not know them any more.
    private List<Arrival> Forgotten => [.. First.Arrivals.Where(arrival => !IsInBackup(arrival))];

    private IEnumerable<LedgerRun> InFlight => Backup.Runs.Where(run => run.State == "running");

    internal void Tell(Bench bench, string tag, IReadOnlyDictionary<string, string> finalAtEnd)
    {
        // What is open at the kill has no end in that life.
        TellFaults(bench, $"{tag}, until the kill", First, but: Fault.Lost);
        var known = Second with { Arrivals = [.. Second.Arrivals.Where(IsInBackup), .. SinceRestart] };
        TellFaults(bench, $"{tag}, restored", known, but: null);
        FinalRuns.Compare(bench, $"{tag}, at the end", Backup.Final, finalAtEnd);
        TellBackup(bench, tag);
        TellSendings(bench, tag);
        foreach (var ids in Occurrences().Distinct().GroupBy(run => run.Id).Where(ids => ids.Count() > 1))
            bench.Find("MET_ID", $"{tag}: {string.Join(", ", ids)}");
    }

    internal IEnumerable<(string Name, double Value)> Figures()
    {
        var sent = Forgotten.Select(arrival => arrival.RunId).ToHashSet();
        var occurrences = Forgotten.Select(arrival => (arrival.Job, arrival.Due)).ToHashSet();
        var again = SinceRestart.Where(arrival => !sent.Contains(arrival.RunId) && occurrences.Contains((arrival.Job, arrival.Due)));
        return
        [
            ("runs in the backups", Backup.Runs.Count),
            ("acknowledged before the backup", Backup.Acknowledged.Count),
            ("requests the backups do not know", Forgotten.Count),
            ("in flight at the backup", InFlight.Count()),
            ("again with their ids", SinceRestart.Select(arrival => arrival.RunId).Distinct().Count(sent.Contains)),
            ("again, overdue", again.Count()),
        ];
    }

    private static void TellFaults(Bench bench, string what, History history, Fault? but)
    {
        bench.MustBeZero(CrashChecker.LookedFor(history).Select(FaultWord.Of));
        var scaled = history with { UnrecordedFor = bench.Limit(history.UnrecordedFor) };
        foreach (var (fault, found) in CrashChecker.Check(scaled).Where(found => found.Fault != but))
            bench.Find(FaultWord.Of(fault), $"{what}: {found}");
    }

    private void TellBackup(Bench bench, string tag)
    {
        foreach (var id in Backup.Acknowledged.Where(id => !_inBackup.ContainsKey(id)))
            bench.Find("UNACKED", $"{tag}, in the backup: {id}");
        foreach (var arrival in Forgotten.Where(arrival => arrival.At < Backup.Began))
            bench.Find("GHOST", $"{tag}, in the backup: {arrival}");
    }

    private void TellSendings(Bench bench, string tag)
    {
        var again = SinceRestart.ToLookup(arrival => arrival.RunId);
        foreach (var id in Backup.Final.Keys.Where(again.Contains))
            bench.Find("FINAL_AGAIN", $"{tag}: {again[id].First()}");
        foreach (var run in InFlight.Where(run => !run.IsOnceOnly && again[run.Id].All(arrival => arrival.Attempt != run.Attempt + 1)))
            bench.Find("NOT_AGAIN", $"{tag}: {run}");
        if (MissedAfter is not { } after)
            return;
        var dues = Second.Expected.ToHashSet();
        foreach (var arrival in SinceRestart.Where(arrival => dues.Contains((arrival.Job, arrival.Due))
            && arrival.Due < Restarted - after && !_inBackup.ContainsKey(arrival.RunId)))
            bench.Find("NOT_ASKED_FOR", $"{tag}: {arrival}");
    }

    private bool IsInBackup(Arrival arrival) =>
        arrival.At < Restarted && _inBackup.TryGetValue(arrival.RunId, out var run) && arrival.Attempt <= run.Attempt;

    // Both ledgers and all targets.
    private IEnumerable<(string Id, string Job, DateTimeOffset Due)> Occurrences() =>
        First.Ledger.Concat(Second.Ledger).Select(run => (run.Id, run.JobId ?? run.Id, run.Due))
            .Concat(Second.Arrivals.Select(arrival => (arrival.RunId, arrival.Job, arrival.Due)));
}
