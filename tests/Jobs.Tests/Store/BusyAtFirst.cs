using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>An engine of which some reads fail at first, for a reason that passes; and whose cluster may be the test's.</summary>
internal sealed class BusyAtFirst(LedgerEngine engine, int reads, Cluster? cluster = null) : LedgerEngine
{
    private const int Busy = 5;

    private int _reads = reads;

    internal override string Name => engine.Name;

    internal override string? File => engine.File;

    internal override string Version => engine.Version;

    internal override Cluster Cluster => cluster ?? engine.Cluster;

    internal override string NodeName => engine.NodeName;

    internal override string Owner => engine.Owner;

    internal override byte[] Secret => engine.Secret;

    internal override TimeSpan Patience => engine.Patience;

    internal override int PrunedAtOnce => engine.PrunedAtOnce;

    internal override bool IsShortened => engine.IsShortened;

    internal override LedgerConnection Writer => engine.Writer;

    internal override void Begin(Ledger ledger) => engine.Begin(ledger);

    internal override LedgerConnection OpenReader() =>
        Interlocked.Decrement(ref _reads) < 0 ? engine.OpenReader() : throw new SqliteException("database is locked", Busy);

    internal override List<Jobs.Clustering.Node> Nodes(LedgerConnection connection) => engine.Nodes(connection);

    internal override void Checkpoint() => engine.Checkpoint();

    public override ValueTask DisposeAsync() => engine.DisposeAsync();
}
