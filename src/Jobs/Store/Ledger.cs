using System.Collections.Concurrent;
using JobQueue.Jobs.Events;
using JobQueue.Jobs.Mailing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Store;

/// <summary>The database of jobs and runs: one SQLite file, one writer that commits in groups, readers beside it.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private const int MostReaders = 8;

    private readonly InstanceLock _lock;
    private readonly LedgerWriter _writer;
    private readonly ConcurrentBag<LedgerConnection> _readers = [];
    private readonly SemaphoreSlim _readerSlots = new(MostReaders);
    private readonly Lock _readBegins = new();
    private readonly Lazy<LedgerConnection> _log;

    private Ledger(string path, InstanceLock instanceLock, LedgerWriter writer)
    {
        Path = path;
        _lock = instanceLock;
        _writer = writer;
        _log = new Lazy<LedgerConnection>(() => LedgerConnection.OfTheLog(path));
    }

    internal string Path { get; }

    /// <summary>What happens, for those who read along. Changes of runs and jobs are in it from <see cref="WatchAsync"/> on.</summary>
    internal EventFeed Feed { get; } = new();

    /// <summary>Ends when the ledger does: null when it was closed, else what broke it.</summary>
    internal Task<Exception?> Ended => _writer.Ended;

    /// <summary>Opens the ledger, makes it where there is none, and brings its schema up to date.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="logger">Where a break of the ledger is told.</param>
    /// <exception cref="LedgerException">In use by another process, of a newer version, damaged, or gone.</exception>
    internal static Ledger Open(string path, ILogger logger)
    {
        path = System.IO.Path.GetFullPath(path);
        var instanceLock = InstanceLock.Take(path);
        try
        {
            // SQLite would make an empty one in its place.
            if (instanceLock.HadLedger && new FileInfo(path) is not { Exists: true, Length: > 0 })
            {
                throw new LedgerException(
                    $"{path} is gone or empty, and there was a ledger. {LedgerCheck.Advice}, or delete {path}* to begin without jobs and history.");
            }

            PrivateFile.Make(path);
            var connection = new LedgerConnection(path, isWriter: true);
            LedgerCheck.Check(connection, path);
            LedgerSchema.Migrate(connection);
            instanceLock.NoteLedger();
            return new Ledger(path, instanceLock, new LedgerWriter(connection, logger));
        }
        catch (Exception e)
        {
            instanceLock.Dispose();
            if (e is SqliteException)
            {
                throw new LedgerException(
                    $"{path} cannot be opened as a ledger ({e.Message}). {LedgerCheck.Advice}, or name another with --store.", e);
            }

            throw;
        }
    }

    /// <inheritdoc cref="LedgerConnection.Outbox"/>
    internal Outbox Outbox => _writer.Outbox;

    /// <inheritdoc cref="LedgerWriter.Refusal"/>
    internal string? Refusal => _writer.Refusal;

    /// <inheritdoc cref="LedgerWriter.WriteAsync"/>
    internal Task<T> WriteAsync<T>(Func<LedgerConnection, T> apply) => _writer.WriteAsync(apply);

    /// <summary>Whatever is committed after this goes into the feed.</summary>
    internal Task WatchAsync() => WriteAsync(connection =>
    {
        connection.StartWatch(Feed);
        return true;
    });

    /// <summary>Nothing goes into the feed any more, unless it is read after all.</summary>
    internal Task UnwatchAsync(Func<bool> isRead) => WriteAsync(connection =>
    {
        if (isRead())
            return false;
        connection.EndWatch();
        Feed.Skip();
        return true;
    });

    /// <summary>Reads what is committed, as of one moment.</summary>
    internal async Task<T> ReadAsync<T>(Func<LedgerConnection, T> read)
    {
        await _readerSlots.WaitAsync();
        try
        {
            if (!_readers.TryTake(out var connection))
                connection = new LedgerConnection(Path, isWriter: false);
            var value = connection.ReadMoment(_readBegins, read);
            _readers.Add(connection);
            return value;
        }
        catch (Exception e) when (LedgerCheck.Unreadable(e) is { } unreadable)
        {
            throw unreadable;
        }
        finally
        {
            _readerSlots.Release();
        }
    }

    /// <summary>Brings what is committed from the log into the file, as far as readers let it, while the writer goes on.</summary>
    internal Task CheckpointAsync() => Task.Run(() =>
    {
        lock (_log)
            _log.Value.Execute("PRAGMA wal_checkpoint(PASSIVE)");
    });

    public async ValueTask DisposeAsync()
    {
        if (_log.IsValueCreated)
            _log.Value.Dispose();
        // Who closes it last brings the log into the file, and must be able to write.
        foreach (var reader in _readers)
            reader.Dispose();
        await _writer.DisposeAsync();
        _readerSlots.Dispose();
        _lock.Dispose();
    }
}
