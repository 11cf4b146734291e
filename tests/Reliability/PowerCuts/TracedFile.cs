namespace JobQueue.Reliability.PowerCuts;

/// <summary>What was done to a file from its first byte on, and when it was brought to disk.</summary>
/// <param name="changes">In the order they began.</param>
/// <param name="syncs">The lines of the trace that each fsync(2) without an error began and ended with.</param>
internal sealed class TracedFile(IReadOnlyList<FileChange> changes, IReadOnlyList<(int Began, int Ended)> syncs)
{
    internal IReadOnlyList<FileChange> Changes => changes;

    internal IReadOnlyList<(int Began, int Ended)> Syncs => syncs;

    /// <summary>Of the calls those that are on the file of this name, in whatever folder.</summary>
    /// <exception cref="InvalidOperationException">One of them may change the file in a way that is not known here.</exception>
    internal static TracedFile Of(IEnumerable<TracedCall> calls, string name)
    {
        var changes = new List<FileChange>();
        var syncs = new List<(int Began, int Ended)>();
        foreach (var call in calls.Where(call => Path.GetFileName(call.Path) == name && call.Result is not < 0))
        {
            switch (call)
            {
                case { Name: "pwrite64", Numbers: [var count, var offset] } when count == call.Bytes.Length:
                    changes.Add(new FileChange(call.Began, call.Ended, offset, call.Bytes[..(int)(call.Result ?? count)]));
                    break;
                case { Name: "ftruncate", Numbers: [var length] }:
                    changes.Add(new FileChange(call.Began, call.Ended, length, null));
                    break;
                case { Name: "fsync" or "fdatasync" }:
                    syncs.Add((call.Began, call.Ended));
                    break;
                default:
                    throw new InvalidOperationException($"line {call.Began}: {call.Name} with {call.Bytes.Length} bytes on {name}");
            }
        }

        return new TracedFile(changes, syncs);
    }

    /// <summary>What is on disk whatever happens: it had ended when a sync began that has ended since.</summary>
    /// <param name="moment">The last line of the trace that has come about.</param>
    internal IEnumerable<FileChange> SyncedAt(int moment) => Until(SyncedUpTo(moment), moment, isSynced: true);

    /// <summary>What has begun, and may be on disk or not.</summary>
    /// <param name="moment">As of <see cref="SyncedAt"/>.</param>
    internal IEnumerable<FileChange> UnsyncedAt(int moment) => Until(SyncedUpTo(moment), moment, isSynced: false);

    private int SyncedUpTo(int moment) =>
        syncs.Where(sync => sync.Ended <= moment).Select(sync => sync.Began).DefaultIfEmpty(int.MinValue).Max();

    private IEnumerable<FileChange> Until(int syncedUpTo, int moment, bool isSynced) =>
        changes.Where(change => change.Began <= moment && change.Ended < syncedUpTo == isSynced);
}
