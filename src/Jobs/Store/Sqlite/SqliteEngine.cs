using System.Globalization;
using JobQueue.Jobs.Clustering;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>A ledger in one file, of one process.</summary>
internal sealed class SqliteEngine : LedgerEngine
{
    private readonly string _path;
    private readonly InstanceLock _lock;
    private readonly Lock _logGate = new();
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();
    private SqliteLedger? _log;

    private SqliteEngine(string path, InstanceLock instanceLock, SqliteLedger writer, string node) =>
        (_path, _lock, Writer, NodeName) = (path, instanceLock, writer, node);

    internal override string Name => _path;

    internal override string File => _path;

    internal override string Version => $"SQLite {SqliteLedger.Version}";

    internal override string Owner { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}:{RunId.New(TimeProvider.System.GetUtcNow())}");

    internal override LedgerConnection Writer { get; }

    internal override string NodeName { get; }

    internal override bool IsShortened => true;

    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="node">The name of this process; null for the machine's.</param>
    /// <exception cref="LedgerException">In use by another process, of a newer version, damaged, or gone.</exception>
    internal static new SqliteEngine Open(string path, string? node = null)
    {
        // By any of its names it is the same ledger, with one lock.
        path = RealPath.Of(path);
        InstanceLock? instanceLock = null;
        try
        {
            instanceLock = InstanceLock.Take(path);
            // SQLite would make an empty one in its place.
            if (instanceLock.HadLedger && new FileInfo(path) is not { Exists: true, Length: > 0 })
            {
                throw new LedgerException(
                    $"{path} is gone or empty, and there was a ledger. {Damage.Advice}, or delete {path}* to begin without jobs and history.");
            }

            PrivateFile.Make(path);
            var connection = new SqliteLedger(path, isWriter: true);
            LedgerCheck.Check(connection, path);
            SqliteSchema.Migrate(connection);
            instanceLock.NoteLedger();
            return new SqliteEngine(path, instanceLock, connection, node ?? Environment.MachineName);
        }
        catch (Exception e)
        {
            instanceLock?.Dispose();
            if (OpeningFailure.Of(e, path) is { } failure)
                throw failure;
            throw;
        }
    }

    internal override List<Node> Nodes(LedgerConnection connection) =>
    [
        new Node
        {
            Id = Owner,
            Name = NodeName,
            ProcessId = Environment.ProcessId,
            Version = Program,
            Started = _started,
            IsFirst = true,
            IsThis = true,
            Running = NodeReads.Count(connection),
        },
    ];

    internal override LedgerConnection OpenReader() => new SqliteLedger(_path, isWriter: false);

    /// <summary>From the log into the file.</summary>
    internal override void Checkpoint()
    {
        lock (_logGate)
        {
            _log ??= SqliteLedger.OfTheLog(_path);
            _log.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    public override ValueTask DisposeAsync()
    {
        lock (_logGate)
            _log?.Dispose();
        // Who closes it last brings the log into the file, and must be able to write.
        Writer.Dispose();
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }
}
