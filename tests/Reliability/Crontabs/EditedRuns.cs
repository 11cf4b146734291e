using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Crontabs;

/// <summary>What the runs of lines that are edited come to.</summary>
internal sealed class EditedRuns(Trial trial)
{
    internal static readonly IReadOnlyList<string> Classes = ["CUT", "MIXED", "WRONG_REVISION", "HISTORY"];

    private readonly Dictionary<string, string> _ids = Ids(trial);
    private readonly HashSet<string> _inFlight = [];
    private readonly List<(DateTimeOffset At, int Revision)> _saved = [(DateTimeOffset.MinValue, 0)];
    private readonly List<(DateTimeOffset At, int Revision)> _inForce = [(DateTimeOffset.MinValue, 0)];
    private int _edits;

    /// <summary>Just before a save. Those that are tried again may wait for that when their line goes at the end.</summary>
    internal void NoteInFlight()
    {
        var running = trial.Host.Ledger.Read("SELECT id FROM runs WHERE state = 'running' AND queue = 'default'", row => row.GetString(0));
        _inFlight.UnionWith(running);
        _edits += running.Count > 0 ? 1 : 0;
    }

    /// <summary>Just before a crontab of this revision is saved that is to come into force.</summary>
    internal void NoteSave(int revision) => _saved.Add((DateTimeOffset.UtcNow, revision));

    /// <summary>It has been read.</summary>
    internal void NoteInForce(int revision) => _inForce.Add((DateTimeOffset.UtcNow, revision));

    internal void Tell(Bench bench, History history)
    {
        CampaignReport.Tell(bench, history with { Expected = Expected(history), RetriedOn = [503] });
        var runs = history.Ledger.ToDictionary(run => run.Id);
        foreach (var id in _inFlight)
            bench.Must("CUT", runs.GetValueOrDefault(id)?.State == "succeeded", () => $"{id}: {runs.GetValueOrDefault(id)}");
        TellRevisions(bench, history);
        // By its name a job is the same whatever is changed of its line, and whenever that was gone.
        foreach (var (name, id) in Ids(trial).Where(job => _ids.TryGetValue(job.Key, out var before) && before != job.Value))
            bench.Find("HISTORY", $"{name} was {_ids[name]}, and is {id}");
        bench.Figure("saves with runs in flight", _edits);
        bench.Figure("runs in flight at a save", _inFlight.Count);
        bench.Figure("runs", history.Ledger.Count);
        bench.Figure("requests", history.Arrivals.Count);
    }

    private void TellRevisions(Bench bench, History history)
    {
        foreach (var run in history.Ledger)
        {
            var revision = EditedCrontab.RevisionOf(run.Uri);
            bench.Must("MIXED", run.Body == EditedCrontab.Body(revision), () => $"another body than of {revision}: {run}");
        }

        var changed = _ids.Where(job => job.Key.StartsWith(EditedCrontab.Changed, StringComparison.Ordinal))
            .Select(job => job.Value).ToHashSet();
        var arrivals = history.Arrivals.ToLookup(arrival => arrival.RunId, arrival => arrival.At);
        foreach (var run in history.Ledger.Where(run => run.JobId is { } id && changed.Contains(id)))
        {
            var revision = EditedCrontab.RevisionOf(run.Uri);
            var least = Newest(_inForce, run.Due);
            // Of what was refused there is nothing.
            var most = Newest(_saved, arrivals[run.Id].DefaultIfEmpty(DateTimeOffset.MaxValue).Min());
            bench.Must("WRONG_REVISION", least <= revision && revision <= most, () => $"not {least} to {most}: {run}");
        }
    }

    private static int Newest(List<(DateTimeOffset At, int Revision)> crontabs, DateTimeOffset before) =>
        crontabs.Last(crontab => crontab.At < before).Revision;

    // But for the name that nobody has at the end. The job without a name is due as the others are.
    private List<(string JobId, DateTimeOffset Due)> Expected(History history)
    {
        var left = _ids.GetValueOrDefault(EditedCrontab.OtherName) ?? Ids(trial).GetValueOrDefault(EditedCrontab.OtherName);
        var until = history.Expected.Max(occurrence => occurrence.Due);
        var unnamed = trial.Host.Ledger.Read(
            "SELECT id, anchor FROM jobs WHERE name IS NULL AND identity NOT LIKE '%-2'",
            row => (Id: row.GetString(0), Anchor: LedgerFile.Instant(row, 1)!.Value)).Single();
        return
        [
            .. history.Expected.Where(occurrence => occurrence.JobId != left),
            .. Trial.EverySecond(unnamed.Anchor, until).Select(due => (unnamed.Id, due)),
        ];
    }

    private static Dictionary<string, string> Ids(Trial trial) => trial.Host.Ledger
        .Read("SELECT name, id FROM jobs WHERE name IS NOT NULL", row => (Name: row.GetString(0), Id: row.GetString(1)))
        .ToDictionary(job => job.Name, job => job.Id);
}
