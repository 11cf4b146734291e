using System.Collections.Immutable;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;

namespace JobQueue.Scheduler.Loading;

/// <summary>Crontabs of several processes that work on one ledger: those that were saved last are in force.</summary>
internal sealed partial class CrontabLoader
{
    private CrontabRevision? _own;

    private async Task<(CrontabDiff Diff, TextWarning? Superseded)> EnterTogetherAsync(
        CrontabLoad load, ImmutableArray<string> files, CancellationToken cancel)
    {
        var own = load.Revision(ledger.NodeName, ledger.Cluster.SkewToCorrect);
        // What took the place of another before the eyes of this process is new, however old its file: somebody went back to it.
        var isNew = _own?.Hash != own.Hash;
        if (isNew && own.Written < _own?.Written)
            own = own with { Written = load.Now };
        var (diff, inForce) = await ledger.WriteAsync(connection => load.WriteNewest(connection, own, isNew));
        _own = own;
        await recurring.SetAsync(diff, load.Now, Task.CompletedTask, cancel);
        await recurring.SyncAsync(Notice.All);
        return (diff, Superseded(files, own, inForce));
    }

    /// <summary>Says in the status whether the crontabs of this process are in force, or another's.</summary>
    internal async Task CompareAsync()
    {
        if (_own is not { } own || await ledger.ReadAsync(CrontabRows.Revision) is not { } inForce)
            return;
        var superseded = Superseded(_status.Files, own, inForce);
        if (superseded == _status.Superseded)
            return;
        var others = _status.Warnings.Where(warning => warning != _status.Superseded);
        _status = _status with { Warnings = superseded is null ? [.. others] : [superseded, .. others], Superseded = superseded };
        Tell();
        if (superseded is not null)
            Log.Warning(logger, superseded);
    }

    private static TextWarning? Superseded(ImmutableArray<string> files, CrontabRevision own, CrontabRevision inForce)
    {
        if (inForce.Hash == own.Hash)
            return null;
        var (did, at) = inForce.Written > own.Written ? ("that were saved later", inForce.Written) : ("later", inForce.Loaded);
        return new TextWarning(
            files is [var file, ..] ? file : BuiltIn, 1, 1,
            FormattableString.Invariant(
                $"not in force: node {inForce.Node} loaded others {did}, at {at:yyyy-MM-dd'T'HH:mm:ss'Z'}; save this one anew to bring it into force"));
    }
}
