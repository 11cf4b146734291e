using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JobQueue.Jobs;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Scheduler.Loading;

/// <summary>Crontabs without a fault, on their way into the ledger.</summary>
/// <param name="Files">Their full paths; none for the built-in one.</param>
/// <param name="Lines">The lines of all.</param>
/// <param name="Now">The time of the load.</param>
internal sealed record CrontabLoad(IReadOnlyList<string> Files, IReadOnlyList<CrontabLine> Lines, DateTimeOffset Now)
{
    /// <summary>Writes what has changed.</summary>
    internal void Write(LedgerConnection connection, CrontabDiff diff)
    {
        foreach (var job in diff.Gone)
        {
            JobWrites.Remove(connection, job.Id, who: null, "its line has gone from the crontab", runId: null, Now);
            JobRows.Unlist(connection, job.Id);
        }

        foreach (var (kind, job) in diff.Changes.Select(change => (change.Kind, change.Job)))
        {
            JobRows.Put(connection, job);
            Failpoint.Reach(Failpoint.InLoad);
            EventRows.Add(connection, Now, kind, job.Id, reason: string.Create(CultureInfo.InvariantCulture, $"{job.Source}:{job.Line}"));
        }

        foreach (var file in Files)
            CrontabRows.NoteLoad(connection, file, Lines.Count, Now);
    }

    /// <summary>What these crontabs are among those of other processes. A file that says it was saved in the future was so now.</summary>
    /// <param name="node">Who loads them.</param>
    /// <param name="off">How far the clock by which they were saved is ahead.</param>
    internal CrontabRevision Revision(string node, TimeSpan off) => new(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Lines.Select(line => $"{line.Identity} {line.Fingerprint}"))))),
        Files.Count == 0 ? DateTimeOffset.MinValue : Earlier(Files.Max(CrontabFiles.Saved) - off, Now), Now, node);

    /// <summary>Writes what has changed where these are the newest; the revision that is in force then.</summary>
    /// <param name="connection">A connection that writes.</param>
    /// <param name="own">What these are.</param>
    /// <param name="isNew">Whether they are new to this process.</param>
    internal (CrontabDiff Diff, CrontabRevision InForce) WriteNewest(LedgerConnection connection, CrontabRevision own, bool isNew)
    {
        connection.Lock("crontab");
        var inForce = CrontabRows.Revision(connection);
        if (inForce is not null && !own.IsAfter(inForce, isNew))
            return (CrontabDiff.None, inForce);
        var diff = CrontabDiff.Between(JobReads.OfCrontabs(connection), Lines, Now, present: job => job);
        if (inForce?.Hash == own.Hash)
        {
            // The same jobs, on other lines perhaps.
            CrontabRows.Put(connection, inForce with { Written = own.Written });
            return (CrontabDiff.None with { Moved = diff.Moved }, inForce);
        }

        Write(connection, diff);
        CrontabRows.Put(connection, own);
        connection.Notify(Notice.Crontab, own.Hash);
        return (diff, own);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
