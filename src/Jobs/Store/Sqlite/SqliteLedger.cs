using JobQueue.Jobs.Events;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>A connection to a ledger in a file of SQLite.</summary>
internal sealed class SqliteLedger : LedgerConnection
{
    private const int PagesAtATime = 8;

    // The file of a ledger that is as full as yesterday keeps its size, and a full disk leaves room to write.
    private const int PagesForOneFree = 10;

    // Another program may hold the file locked for a while, as a shell with an open transaction does.
    private static readonly TimeSpan LockedByOthers = TimeSpan.FromSeconds(60);

    private readonly SqliteConnection _connection;
    private LedgerWatch? _watch;
    private int _pagesBefore;

    static SqliteLedger() => Batteries_V2.Init();

    internal SqliteLedger(string path, bool isWriter)
        : this(path, isWriter ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly)
    {
        if (!isWriter)
            return;
        // auto_vacuum holds only if it is set before the first table.
        Execute("PRAGMA auto_vacuum = INCREMENTAL");
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        // In bytes: after a checkpoint the log keeps this much of its file for what comes next.
        Execute("PRAGMA journal_size_limit = 67108864");
        // In KiB: most commits look at each page that the cache has.
        Execute("PRAGMA cache_size = -16384");
        // In pages: a transaction that does not fit is written page by page, over and over, before it is committed.
        Execute("PRAGMA cache_spill = 16384");
        SqliteLog.CheckpointWithCommits(Database);
    }

    private SqliteLedger(string path, SqliteOpenMode mode)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        _connection.Open();
        raw.sqlite3_busy_timeout(Database, (int)LockedByOthers.TotalMilliseconds);
        // Else a statement with LIMIT @most is prepared anew at each execution, so as to fit the value.
        raw.sqlite3_db_config(Database, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
    }

    /// <summary>The version of SQLite.</summary>
    internal static string Version => raw.sqlite3_libversion().utf8_to_string();

    // One writer: there is nobody else.
    internal override string SkipLocked => "";

    internal override string ForUpdate => "";

    internal override string IsOrphan => "true";

    /// <summary>Not for rows: to bring the log into the file.</summary>
    internal static SqliteLedger OfTheLog(string path) => new(path, SqliteOpenMode.ReadWrite);

    /// <summary>Writes all that is committed into a file that is empty, as it is at one moment.</summary>
    internal void CopyTo(string file)
    {
        using var copy = new SqliteLedger(file, SqliteOpenMode.ReadWrite);
        _connection.BackupDatabase(copy._connection);
        // With the pages came the mode of the ledger; a copy is one file.
        copy.Execute("PRAGMA journal_mode = DELETE");
    }

    /// <summary>Runs several statements once.</summary>
    internal void ExecuteScript(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    internal override int ExecuteMuted(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        _watch?.IsMuted = true;
        try
        {
            return Execute(sql, values);
        }
        finally
        {
            _watch?.IsMuted = false;
        }
    }

    internal override T ReadMoment<T>(Func<LedgerConnection, T> read)
    {
        Execute("BEGIN");
        try
        {
            return read(this);
        }
        finally
        {
            // Else what was read could not be, and the transaction has ended with it.
            if (IsInTransaction)
                Execute("COMMIT");
        }
    }

    internal override void Begin()
    {
        Execute("BEGIN IMMEDIATE");
        _pagesBefore = PagesWritten;
    }

    internal override void BeforeCommit()
    {
        base.BeforeCommit();
        _watch?.Read();
    }

    internal override void Touch()
    {
        // A disk that is full takes the one page where the log has room for it, and nothing larger.
        if (!LedgerDisk.IsFull(_connection.DataSource))
            Execute($"PRAGMA user_version = {Scalar("PRAGMA user_version")}");
    }

    internal override void Commit()
    {
        if (SqliteFile.HasMoved(Database))
        {
            throw new LedgerException(
                $"{_connection.DataSource} was moved, replaced or deleted while this process had it. "
                + "Put it back where it was, and start again");
        }

        Execute("COMMIT");
    }

    internal override bool HasWritten => PagesWritten != _pagesBefore;

    internal override void Publish()
    {
        _watch?.Publish();
        base.Publish();
    }

    internal override void Rollback()
    {
        _watch?.Forget();
        base.Rollback();
        // SQLite may have ended it already, as it does when the disk is full.
        if (IsInTransaction)
            Execute("ROLLBACK");
    }

    internal override string? Refusal(Exception e) => e is not SqliteException { SqliteErrorCode: var code } ? null : code switch
    {
        raw.SQLITE_FULL => "the disk of the ledger is full",
        raw.SQLITE_BUSY => "another program holds the ledger's file locked",
        _ => null,
    };

    // SQLite has waited for it already, and would as long for each that is tried again.
    internal override bool IsAway(Exception e) => e is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY };

    // After a failed write or fsync nothing is trusted.
    internal override bool IsBroken(Exception e) =>
        e is SqliteException { SqliteErrorCode: not (raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_CONSTRAINT) };

    internal override void Break() => SqliteLog.LeaveAtClose(Database);

    internal override bool StartWatch(EventFeed feed, ILogger logger)
    {
        if (_watch is not null)
            return false;
        var watch = _watch = new LedgerWatch(this, feed);
        raw.sqlite3_update_hook(Database, (delegate_update)((_, type, _, table, row) => watch.OnChange(type, table, row)), null);
        return true;
    }

    internal override void EndWatch()
    {
        raw.sqlite3_update_hook(Database, (delegate_update?)null, null);
        _watch = null;
    }

    internal override int StepsToShorten()
    {
        var pages = (long)Scalar("PRAGMA freelist_count")! - ((long)Scalar("PRAGMA page_count")! / PagesForOneFree);
        return (int)Math.Clamp((pages + PagesAtATime - 1) / PagesAtATime, 0, int.MaxValue);
    }

    internal override void Shorten() => Execute($"PRAGMA incremental_vacuum({PagesAtATime})");

    public override void Dispose()
    {
        base.Dispose();
        _connection.Dispose();
    }

    protected override LedgerStatement Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values) =>
        new SqliteStatement(Database, sql, values);

    internal sqlite3 Database => _connection.Handle!;

    private bool IsInTransaction => raw.sqlite3_get_autocommit(Database) == 0;

    private int PagesWritten
    {
        get
        {
            raw.sqlite3_db_status(Database, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 0);
            return pages;
        }
    }
}
