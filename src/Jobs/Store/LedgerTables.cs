namespace JobQueue.Jobs.Store;

/// <summary>
/// The rows of a ledger that nobody works on, table by table, in one transaction: nobody can begin to work on it before this is disposed, and
/// without <see cref="Commit"/> nothing was written.
/// </summary>
internal abstract class LedgerTables : IDisposable
{
    /// <summary>What a ledger is, those first that others refer to. What one engine needs for itself is not among them.</summary>
    internal static readonly string[] Names =
    [
        "jobs", "runs", "attempts", "responses", "continuations", "events", "queues", "crontabs", "keys", "idempotency", "validators", "mails",
        "expectations", "run_minutes", "queue_starts",
    ];

    /// <summary>What people call the ledger; without secrets.</summary>
    internal abstract string Name { get; }

    /// <summary>How to have an empty one in its place.</summary>
    internal abstract string HowToEmpty { get; }

    internal abstract IReadOnlyList<LedgerColumn> Columns(string table);

    internal abstract long Count(string table);

    internal abstract void Read(string table, IReadOnlyList<LedgerColumn> columns, Action<LedgerRow> row);

    /// <summary>Adds rows to a table.</summary>
    /// <param name="table">One of <see cref="Names"/>.</param>
    /// <param name="columns">What a row has, in this order.</param>
    /// <param name="rows">Calls what it is given for each row.</param>
    internal abstract void Write(string table, IReadOnlyList<LedgerColumn> columns, Action<Action<LedgerRow>> rows);

    /// <summary>What was written is on disk, and new rows are numbered after it.</summary>
    internal abstract void Commit();

    /// <summary>What a failure of the engine says; null for any other failure.</summary>
    internal abstract string? Failure(Exception e);

    public abstract void Dispose();

    /// <summary>Opens the ledger of a store that is there.</summary>
    /// <exception cref="LedgerException">There is none, or somebody works on it; the message says what to do.</exception>
    internal static LedgerTables OpenSource(string store) =>
        LedgerEngine.PostgresConnection(store) is { } connection
            ? Postgres.PostgresTables.Open(connection, mayMake: false)
            : Sqlite.SqliteTables.Open(LedgerEngine.SqlitePath(store)!, mayMake: false);

    /// <summary>Opens the ledger of a store, and makes it where there is none.</summary>
    /// <exception cref="LedgerException">It cannot be, or somebody works on it; the message says what to do.</exception>
    internal static LedgerTables OpenTarget(string store) =>
        LedgerEngine.PostgresConnection(store) is { } connection
            ? Postgres.PostgresTables.Open(connection, mayMake: true)
            : Sqlite.SqliteTables.Open(LedgerEngine.SqlitePath(store)!, mayMake: true);
}
