using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using Microsoft.Data.Sqlite;

namespace JobQueue.Scheduler.Tests;

/// <summary>A ledger that seems to be one of several processes: its cluster is the test's, and its first readers may find nobody there.</summary>
internal sealed class SharedEngine(LedgerEngine engine, Cluster cluster) : LedgerEngine
{
    private const int Busy = 5;

    /// <summary>How many readers find the database away.</summary>
    internal int ReadersThatFail { get; set; }

    internal override string Name => engine.Name;

    internal override string Version => engine.Version;

    internal override string NodeName => engine.NodeName;

    internal override string Owner => engine.Owner;

    internal override Cluster Cluster => cluster;

    internal override LedgerConnection Writer => engine.Writer;

    internal override LedgerConnection OpenReader() => ReadersThatFail-- > 0 ? throw new SqliteException("busy", Busy) : engine.OpenReader();

    internal override List<Node> Nodes(LedgerConnection connection) => engine.Nodes(connection);

    public override ValueTask DisposeAsync() => engine.DisposeAsync();
}
