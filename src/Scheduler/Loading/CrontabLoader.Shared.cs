using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;

namespace JobQueue.Scheduler.Loading;

/// <summary>Crontabs of several processes that work on one ledger: those that were saved last are in force.</summary>
internal sealed partial class CrontabLoader
{
    private CrontabRevision? _own;

    private async Task<(CrontabDiff Diff, string? Superseded)> EnterTogetherAsync(CrontabLoad load, CancellationToken cancel)
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
        return (diff, Superseded(own, inForce));
    }

    /// <summary>Says in the status whether the crontabs of this process are in force, or another's.</summary>
    internal async Task CompareAsync()
    {
        if (_own is not { } own || await ledger.ReadAsync(CrontabRows.Revision) is not { } inForce)
            return;
        var superseded = Superseded(own, inForce);
        if (superseded == _status.Superseded)
            return;
        _status = _status with { Superseded = superseded };
        Tell();
        if (superseded is not null)
            Log.Warning(logger, _status.Warnings[0]);
    }

    private static string? Superseded(CrontabRevision own, CrontabRevision inForce)
    {
        if (inForce.Hash == own.Hash)
            return null;
        var (others, at) = inForce.Written > own.Written ? ("others that were saved later", inForce.Written) : ("others later", inForce.Loaded);
        return FormattableString.Invariant($"node {inForce.Node} loaded {others}, at {at:yyyy-MM-dd'T'HH:mm:ss'Z'}");
    }
}
