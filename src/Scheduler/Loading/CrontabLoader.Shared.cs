using System.Collections.Immutable;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;

namespace JobQueue.Scheduler.Loading;

/// <summary>Crontabs of several processes that work on one ledger: those that were saved last are in force.</summary>
internal sealed partial class CrontabLoader
{
    private CrontabRevision? _own;

    // What the status says of crontabs of other processes that are in force in place of these.
    private ImmutableArray<TextWarning> _superseded = [];

    private async Task<(CrontabDiff Diff, ImmutableArray<TextWarning> Superseded)> EnterTogetherAsync(
        CrontabLoad load, ImmutableArray<string> files, CancellationToken cancel)
    {
        var own = load.Revision(ledger.NodeName, ledger.Cluster.SkewToCorrect);
        // What took the place of another before the eyes of this process is new, however old its file: somebody went back to it.
        if (_own is { } before && before.Hash != own.Hash && own.Written < before.Written)
            own = own with { Written = load.Now };
        var (diff, inForce) = await ledger.WriteAsync(connection => load.WriteNewest(connection, own));
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
        if (superseded.SequenceEqual(_superseded))
            return;
        _status = _status with { Warnings = [.. superseded, .. _status.Warnings.Except(_superseded)] };
        _superseded = superseded;
        Tell();
        foreach (var warning in superseded)
            Log.Warning(logger, warning);
    }

    private static ImmutableArray<TextWarning> Superseded(ImmutableArray<string> files, CrontabRevision own, CrontabRevision inForce) =>
        inForce.Hash == own.Hash ? [] :
        [
            new TextWarning(
                files is [var file, ..] ? file : BuiltIn, 1, 1,
                FormattableString.Invariant(
                    $"not in force: node {inForce.Node} has crontabs that were saved later, at {inForce.Written:yyyy-MM-dd'T'HH:mm:ss'Z'}; save this one anew to bring it into force")),
        ];
}
