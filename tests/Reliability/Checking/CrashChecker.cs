namespace JobQueue.Reliability.Checking;

/// <summary>Joins expected occurrences, ledger and recorder, and finds what must not happen. Pure: a history in, the faults out.</summary>
internal static class CrashChecker
{
    private const string KeyMark = "key=";

    // In this order, so that a report of one history always reads alike.
    private static readonly (Fault Fault, Func<History, IEnumerable<string>> Find)[] Looks =
    [
        (Fault.Lost, Losses.Find),
        (Fault.Ghost, Ghosts),
        (Fault.DupId, DupIds),
        (Fault.DupKey, DupKeys),
        (Fault.Lie, Lies),
        (Fault.Unacked, Unacked),
        (Fault.Early, history => history.Arrivals.Where(arrival => arrival.At < arrival.Due).Select(arrival => $"{arrival}")),
        (Fault.DupSend, Sendings.Repeated),
        (Fault.Never, Sendings.AgainstTheirWill),
        (Fault.TwoEnds, TwoEnds),
        (Fault.Order, SerialOrder.Find),
        (Fault.Rate, Rates.Find),
        (Fault.Zombie, Takeovers.PastTheFence),
        (Fault.Stolen, Takeovers.OfTheLiving),
        (Fault.Stuck, Takeovers.Late),
        (Fault.Late, Lateness.Entered),
    ];

    /// <summary>The faults that this history could show: without an account of the moves, say, nobody can tell two ends.</summary>
    internal static IEnumerable<Fault> LookedFor(History history) => Enum.GetValues<Fault>().Where(fault => fault switch
    {
        Fault.DupKey => history.Keyed.Count > 0,
        Fault.Never => history.Ledger.Any(run => run.IsOnceOnly),
        Fault.TwoEnds => history.Moves.Count > 0,
        Fault.Order => history.Moves.Count > 0 && history.Serial.Count > 0,
        Fault.Rate => history.Rates.Count > 0,
        Fault.Zombie or Fault.Stolen => history.Nodes.Count > 0,
        Fault.Stuck => history.TakeoverWithin is not null,
        Fault.Late => history.EnteredWithin is not null,
        _ => true,
    });

    /// <summary>Every fault, with the run or occurrence it is about.</summary>
    internal static List<(Fault Fault, string What)> Check(History history) =>
        [.. Looks.SelectMany(look => look.Find(history).Select(what => (look.Fault, what)))];

    private static IEnumerable<string> Ghosts(History history)
    {
        var runs = history.Ledger.ToLookup(run => run.Id);
        return history.Arrivals
            .Where(arrival => !runs[arrival.RunId].Any(run => run.Attempt >= arrival.Attempt))
            .Select(arrival => $"{arrival}");
    }

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

    // The key stands in the request's URI too, so that a job shows which it was added under.
    private static IEnumerable<string> DupKeys(History history) =>
        history.Keyed
            .Concat(history.Ledger
                .Where(run => run.Uri.Contains(KeyMark, StringComparison.Ordinal))
                .Select(run => (Key: KeyOf(run.Uri), run.Id)))
            .Distinct()
            .GroupBy(named => named.Key)
            .Where(jobs => jobs.Count() > 1)
            .Select(jobs => $"{jobs.Key}: {string.Join(", ", jobs.Select(named => named.Id))}");

    private static string KeyOf(string uri) => uri[(uri.IndexOf(KeyMark, StringComparison.Ordinal) + KeyMark.Length)..].Split('&')[0];

    private static IEnumerable<string> Lies(History history)
    {
        var given = history.Arrivals.Select(arrival => (arrival.RunId, arrival.Attempt, arrival.Status)).ToHashSet();
        var bodies = history.Ledger.Where(run => run.Body is not null).ToDictionary(run => run.Id, run => run.Body);
        return history.Ledger
            .Where(run => run.State == "succeeded" || run.Status > 0)
            .Where(run => !run.IsOpen && run.Attempt > 0 && run.State != "cancelled")
            .Where(run => !given.Contains((run.Id, run.Attempt, run.Status ?? 0)))
            .Select(run => $"{run}")
            .Concat(history.Arrivals
                .Where(arrival => arrival.Body != Arrival.NoBody && bodies.TryGetValue(arrival.RunId, out var body) && body != arrival.Body)
                .Select(arrival => $"another body: {arrival}"));
    }

    private static IEnumerable<string> Unacked(History history)
    {
        var ids = history.Ledger.Select(run => run.Id).ToHashSet();
        return history.Acknowledged.Where(id => !ids.Contains(id));
    }

    private static IEnumerable<string> TwoEnds(History history) =>
        history.Moves
            .Where(move => LeavesAnEnd(move) || !LedgerRun.IsOpenIn(move.To))
            .GroupBy(move => move.RunId)
            .Where(ends => ends.Count() > 1 || LeavesAnEnd(ends.First()))
            .Select(ends => $"{ends.Key}: {string.Join(", ", ends.Select(move => $"{move.From ?? "nothing"} to {move.To}"))}");

    private static bool LeavesAnEnd(RunMove move) => move.From is { } from && !LedgerRun.IsOpenIn(from);
}
