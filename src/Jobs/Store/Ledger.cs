using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Events;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Store.Sqlite;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Store;

/// <summary>The database of jobs and runs: one writer that commits in groups, readers beside it.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private const int MostReaders = 8;

    private static readonly TimeSpan BetweenSettling = TimeSpan.FromSeconds(1);

    private readonly LedgerEngine _engine;
    private readonly LedgerWriter _writer;
    private readonly ILogger _logger;
    private readonly ConcurrentBag<LedgerConnection> _readers = [];
    private readonly OwnThreads _readerThreads = new(MostReaders, "jobqueue reader");

    // Ends when whatever is committed from then on is told. It begins with the first reader whose transaction is on disk.
    private Lazy<Task>? _settling;

    // When a read was last given up unanswered: those that were asked before would wait as long for nothing.
    private long _silent;

    /// <param name="engine">What it is kept with; the ledger's from now on.</param>
    /// <param name="logger">Where a break of the ledger is told, and of what is read of its changes.</param>
    internal Ledger(LedgerEngine engine, ILogger logger)
    {
        (_engine, _writer, _logger) = (engine, new LedgerWriter(engine.Writer, logger), logger);
        engine.Begin(this);
    }

    /// <inheritdoc cref="LedgerEngine.Name"/>
    internal string Name => _engine.Name;

    /// <inheritdoc cref="LedgerEngine.File"/>
    internal string? File => _engine.File;

    /// <inheritdoc cref="LedgerEngine.Version"/>
    internal string EngineVersion => _engine.Version;

    /// <inheritdoc cref="LedgerEngine.Cluster"/>
    internal Cluster Cluster => _engine.Cluster;

    /// <inheritdoc cref="LedgerEngine.Owner"/>
    internal string Owner => _engine.Owner;

    /// <inheritdoc cref="LedgerEngine.NodeName"/>
    internal string NodeName => _engine.NodeName;

    /// <inheritdoc cref="LedgerEngine.Secret"/>
    internal byte[] Secret => _engine.Secret;

    /// <inheritdoc cref="LedgerEngine.Patience"/>
    internal TimeSpan Patience => _engine.Patience;

    /// <inheritdoc cref="LedgerEngine.PrunedAtOnce"/>
    internal int PrunedAtOnce => _engine.PrunedAtOnce;

    /// <inheritdoc cref="LedgerEngine.IsShortened"/>
    internal bool IsShortened => _engine.IsShortened;

    /// <summary>What happens, for those who read along. Changes of runs and jobs are in it from <see cref="WatchAsync"/> on.</summary>
    internal EventFeed Feed { get; } = new();

    /// <inheritdoc cref="LedgerWriter.IsClosed"/>
    internal bool IsClosed => _writer.IsClosed;

    /// <summary>Ends when the ledger does: null when it was closed, else what broke it.</summary>
    internal Task<Exception?> Ended => _writer.Ended;

    /// <summary>Opens a ledger in a file of SQLite.</summary>
    /// <inheritdoc cref="SqliteEngine.Open(string, string?)"/>
    internal static Ledger Open(string path, ILogger logger) => new(SqliteEngine.Open(path), logger);

    /// <inheritdoc cref="LedgerConnection.Outbox"/>
    internal Outbox Outbox => _writer.Outbox;

    /// <inheritdoc cref="LedgerWriter.Refusal"/>
    internal string? Refusal => _writer.Refusal;

    /// <summary>
    /// A transaction that changes nothing: it finds what is wrong with a ledger that nobody writes to, or that it takes again what it refused.
    /// </summary>
    internal Task ProbeAsync() => WriteAsync(connection =>
    {
        if (Refusal is not null)
            connection.Touch();
        return true;
    });

    /// <inheritdoc cref="LedgerWriter.WriteAsync"/>
    internal Task<T> WriteAsync<T>(Func<LedgerConnection, T> apply, Locks? locks = null) => _writer.WriteAsync(apply, locks);

    /// <inheritdoc cref="LedgerWriter.WriteInGroupAsync"/>
    internal Task<T> WriteInGroupAsync<T>(Func<LedgerConnection, Func<T>> apply, Locks? locks = null) => _writer.WriteInGroupAsync(apply, locks);

    /// <summary>
    /// Whatever is committed after this goes into the feed. Where others do not say in time that they tell of it, who reads the feed begins anew
    /// once they do.
    /// </summary>
    internal async Task WatchAsync()
    {
        var settling = await WriteAsync(connection =>
        {
            if (connection.StartWatch(Feed, _logger))
                _settling = new Lazy<Task>(SettleAsync);
            return _settling!;
        });
        await settling.Value;
    }

    // Transactions of others that began before may be committed after it, and are not told.
    private async Task SettleAsync()
    {
        if (!await Cluster.SettleAsync())
            _ = SkipOnceSettledAsync();
    }

    /// <summary>Has who reads the feed begin anew, once nothing is committed any more by others who do not know that it is read.</summary>
    internal async Task SkipOnceSettledAsync()
    {
        try
        {
            while (!await Cluster.SettleAsync())
                await Task.Delay(BetweenSettling, TimeProvider.System);
            Feed.Skip();
        }
        catch (LedgerException)
        {
            // It is closed: nobody reads.
        }
    }

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
    internal Task<T> ReadAsync<T>(Func<LedgerConnection, T> read)
    {
        var asked = Stopwatch.GetTimestamp();
        return _readerThreads.RunAsync(() =>
        {
            if (asked < Volatile.Read(ref _silent))
                throw new LedgerException("the database does not answer those who asked before") { IsPassing = true };
            return _readers.TryTake(out var kept) && TryRead(kept, read, out var value) ? value : Read(null, read);
        });
    }

    // A connection that lay idle may have died since: that says nothing of the database.
    private bool TryRead<T>(LedgerConnection kept, Func<LedgerConnection, T> read, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            value = Read(kept, read);
            return true;
        }
        catch (LedgerException e) when (e is { IsPassing: true, InnerException: { } cause } && kept.IsCut(cause))
        {
            value = default;
            return false;
        }
    }

    private T Read<T>(LedgerConnection? connection, Func<LedgerConnection, T> read)
    {
        try
        {
            connection ??= _engine.OpenReader();
            var value = connection.ReadMoment(read);
            _readers.Add(connection);
            return value;
        }
        catch (Exception e)
        {
            var asked = connection ?? _engine.Writer;
            if (asked.IsAway(e) && !asked.IsCut(e))
                Volatile.Write(ref _silent, Stopwatch.GetTimestamp());
            var why = asked.Refusal(e);
            connection?.Dispose();
            if (why is { } refusal)
                throw new LedgerException(refusal, e) { IsPassing = true };
            if (Damage.Of(e) is { } damage)
                throw damage;
            throw;
        }
    }

    /// <inheritdoc cref="LedgerEngine.Nodes"/>
    internal Task<List<Node>> NodesAsync() => ReadAsync(_engine.Nodes);

    /// <inheritdoc cref="LedgerEngine.Checkpoint"/>
    /// <exception cref="LedgerException">It failed, and with it the ledger.</exception>
    internal async Task CheckpointAsync()
    {
        try
        {
            await Task.Run(_engine.Checkpoint);
        }
        catch (Exception e) when (_engine.Writer.IsBroken(e))
        {
            await WriteAsync<bool>(_ => throw e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _readerThreads.Dispose();
        foreach (var reader in _readers)
            reader.Dispose();
        await _writer.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
