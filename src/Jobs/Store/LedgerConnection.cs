using System.Collections.ObjectModel;
using JobQueue.Jobs.Events;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Metrics;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Store;

/// <summary>
/// One connection to the ledger, with its statements prepared once. Not for several threads at a time. What is written here is SQL that
/// every engine understands; where they differ the engine says so.
/// </summary>
internal abstract class LedgerConnection : IDisposable
{
    private readonly Dictionary<string, LedgerStatement> _statements = new(StringComparer.Ordinal);

    /// <summary>Whether there is mail, and who is told of notices that this connection enters.</summary>
    internal Outbox Outbox { get; } = new();

    /// <summary>The ends of runs in the open transaction.</summary>
    internal RunTally Tally { get; } = new();

    /// <summary>Behind the rows that a claim looks for: those that another is about to take are passed over.</summary>
    internal abstract string SkipLocked { get; }

    /// <summary>What is written together with what other operations of the group write; null where each writes on its own.</summary>
    internal virtual IRunGroup? Group => null;

    /// <summary>Behind a row that is looked at before it is changed: nobody else changes it meanwhile.</summary>
    internal abstract string ForUpdate { get; }

    /// <summary>Of a column of numbers: that it is among those that a query finds, which is asked once.</summary>
    internal virtual string OneOf(string query) => $"IN ({query})";

    /// <summary>Of a row "later" that it follows one of the table, of the same job, in the job's index with that column.</summary>
    internal virtual string Follows(string table, string column) => $"later.job_id = {table}.job_id AND later.{column} > {table}.{column}";

    /// <summary>Of runs that are running, those that nobody sends any more.</summary>
    internal abstract string IsOrphan { get; }

    /// <summary>Nobody else looks for this word, a name or a key, until the transaction ends.</summary>
    internal virtual void Lock(string word)
    {
    }

    /// <summary>As <see cref="Lock"/>; false where somebody else does.</summary>
    internal virtual bool TryLock(string word) => true;

    /// <summary>Locks what the operations of a transaction lock, before they do.</summary>
    internal virtual void LockAll(IReadOnlyList<Locks> locks)
    {
    }

    /// <summary>Tells the other processes that work on the ledger, once the transaction is on disk.</summary>
    internal virtual void Notify(string what, string argument)
    {
    }

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    internal int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Prepared(sql, values).Execute(values);

    /// <summary>Runs a statement of which nobody asks what it changed; at the latest before the next one that somebody asks.</summary>
    internal virtual void ExecuteLater(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Execute(sql, values);

    /// <summary>Runs a statement whose changes are not told.</summary>
    internal virtual int ExecuteMuted(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Execute(sql, values);

    /// <summary>Deletes the rows that have one of these values, texts or numbers, in a column.</summary>
    internal virtual void Delete<T>(string table, string column, IReadOnlyList<T> values)
    {
        foreach (var value in values)
            Execute($"DELETE FROM {table} WHERE {column} = @value", ("@value", value));
    }

    /// <summary>Deletes the rows that have one of these pairs of texts in two columns.</summary>
    internal virtual void DeletePairs(string table, (string One, string Other) columns, IReadOnlyList<(string One, string Other)> pairs)
    {
        foreach (var (one, other) in pairs)
            Execute($"DELETE FROM {table} WHERE {columns.One} = @one AND {columns.Other} = @other", ("@one", one), ("@other", other));
    }

    /// <summary>The first row, or null.</summary>
    internal T? First<T>(string sql, Func<LedgerRow, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
        where T : class
    {
        T? first = null;
        Prepared(sql, values).Read(values, row =>
        {
            first = read(row);
            return false;
        });
        return first;
    }

    /// <summary>All rows.</summary>
    internal List<T> All<T>(string sql, Func<LedgerRow, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var rows = new List<T>();
        Prepared(sql, values).Read(values, row =>
        {
            rows.Add(read(row));
            return true;
        });
        return rows;
    }

    /// <summary>Rows in order, until <paramref name="next"/> says that it needs no more.</summary>
    internal void Walk(string sql, Func<LedgerRow, bool> next, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Prepared(sql, values).Read(values, next);

    /// <summary>The first column of the first row, a string or a long; null where there is none.</summary>
    internal object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        object? scalar = null;
        Prepared(sql, values).Read(values, row =>
        {
            scalar = row.Value(0);
            return false;
        });
        return scalar;
    }

    /// <summary>Reads the database as it is at one moment.</summary>
    internal abstract T ReadMoment<T>(Func<LedgerConnection, T> read);

    /// <summary>Begins a transaction that writes.</summary>
    internal abstract void Begin();

    /// <summary>What the transaction changed is read, for those who are told of it once it is on disk.</summary>
    internal virtual void BeforeCommit() => Tally.Write(this);

    /// <summary>Has the transaction write a little that changes nothing, where one that is empty would not show that others go.</summary>
    internal virtual void Touch()
    {
    }

    /// <summary>Ends the transaction; it is on disk.</summary>
    internal abstract void Commit();

    /// <summary>Whether that brought anything to disk; where it did not, it says nothing of what was refused before.</summary>
    internal virtual bool HasWritten => true;

    /// <summary>The transaction is on disk: tells who waits for that.</summary>
    internal virtual void Publish()
    {
        Tally.Publish();
        Outbox.Publish();
    }

    /// <summary>Undoes the open transaction, if there is one.</summary>
    internal virtual void Rollback()
    {
        Outbox.Forget();
        Tally.Forget();
    }

    /// <summary>Why the ledger takes nothing now, though that passes; null where the failure says no such thing.</summary>
    internal abstract string? Refusal(Exception e);

    /// <summary>Whether the failure says that another process was in the way, and was let go first: nothing keeps it from being done now.</summary>
    internal virtual bool IsCollision(Exception e) => false;

    /// <summary>Whether nothing is to be trusted after this failure.</summary>
    internal abstract bool IsBroken(Exception e);

    /// <summary>Nothing is trusted any more: what is on disk stays as it is, also when this is closed.</summary>
    internal virtual void Break()
    {
    }

    /// <summary>
    /// Whether the failure says that there is no database at its other end, or one that does not answer, or that another program holds it:
    /// another try would be the same.
    /// </summary>
    internal virtual bool IsAway(Exception e) => false;

    /// <summary>
    /// Whether the failure says that the connection ended, or the process's place among those that work on the ledger: over another, or as
    /// another, it may be done at once.
    /// </summary>
    internal virtual bool IsCut(Exception e) => false;

    /// <summary>
    /// After a <see cref="Commit"/> that failed: whether it is on disk nevertheless. Null where that cannot be known yet; ask again.
    /// </summary>
    internal virtual bool? WasCommitted() => false;

    /// <summary>The names of the nodes that send runs, by the ids of the runs; empty where only one process has the ledger.</summary>
    internal virtual IReadOnlyDictionary<string, string> Senders() => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Publishes from the open transaction on what changes.</summary>
    /// <param name="feed">Where.</param>
    /// <param name="logger">Where it is told that some could not be.</param>
    /// <returns>False where it did so already.</returns>
    internal abstract bool StartWatch(EventFeed feed, ILogger logger);

    /// <summary>Publishes nothing any more.</summary>
    internal abstract void EndWatch();

    /// <summary>How many steps of <see cref="Shorten"/> give the disk back what is free beyond what waits for new rows.</summary>
    internal virtual int StepsToShorten() => 0;

    /// <summary>Gives a little of what is free back to the disk.</summary>
    internal virtual void Shorten()
    {
    }

    public virtual void Dispose() => ForgetStatements();

    /// <summary>Makes a statement.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="values">Values of its first execution.</param>
    protected abstract LedgerStatement Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>Statements are prepared anew.</summary>
    protected void ForgetStatements()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }

    /// <summary>A statement is about to be run.</summary>
    protected virtual void BeforeStatement()
    {
    }

    /// <summary>The statement, prepared.</summary>
    protected LedgerStatement Statement(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = Prepare(sql, values);
        return statement;
    }

    private LedgerStatement Prepared(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        BeforeStatement();
        return Statement(sql, values);
    }
}
