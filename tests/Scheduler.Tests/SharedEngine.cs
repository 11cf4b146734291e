using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace JobQueue.Scheduler.Tests;

/// <summary>A ledger that seems to be one of several processes: its cluster is the test's, and its first readers may find nobody there.</summary>
internal sealed class SharedEngine(string path, Cluster cluster) : LedgerEngine
{
    private const int Busy = 5;

    private readonly SqliteEngine _inner = SqliteEngine.Open(path);

    /// <summary>How many readers find the database away.</summary>
    internal int ReadersThatFail { get; set; }

    internal override string Name => _inner.Name;

    internal override string Version => _inner.Version;

    internal override string NodeName => _inner.NodeName;

    internal override string Owner => _inner.Owner;

    internal override Cluster Cluster => cluster;

    internal override LedgerConnection Writer => _inner.Writer;

    internal override LedgerConnection OpenReader() => ReadersThatFail-- > 0 ? throw new SqliteException("busy", Busy) : _inner.OpenReader();

    internal override List<Node> Nodes(LedgerConnection connection) => _inner.Nodes(connection);

    public override ValueTask DisposeAsync() => _inner.DisposeAsync();
}
