using System.Reflection;
using System.Security.Cryptography;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store.Postgres;
using JobQueue.Jobs.Store.Sqlite;

namespace JobQueue.Jobs.Store;

/// <summary>Where a ledger is kept, and with what.</summary>
internal abstract class LedgerEngine : IAsyncDisposable
{
    /// <summary>The version of this program.</summary>
    protected static readonly string Program =
        typeof(LedgerEngine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private const string SqlitePrefix = "sqlite:";
    private const string PostgresPrefix = "postgres:";

    // Behind the first of them a store may have a secret.
    private static readonly char[] Separators = [':', ';', '=', '@'];

    /// <summary>What people call it; without secrets.</summary>
    internal abstract string Name { get; }

    /// <summary>The file it is in; null where it is in none.</summary>
    internal virtual string? File => null;

    /// <summary>The name and version of the database.</summary>
    internal abstract string Version { get; }

    /// <summary>The processes that work on it.</summary>
    internal virtual Cluster Cluster { get; } = new();

    /// <summary>What people call this process among those that work on it.</summary>
    internal abstract string NodeName { get; }

    /// <summary>What fences what this process writes: it was never before and is never again.</summary>
    internal abstract string Owner { get; }

    /// <summary>What no other ledger has, and all processes that work on this one.</summary>
    internal virtual byte[] Secret { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>After how long who waits for a transaction is told that nobody knows what becomes of it; infinite for never.</summary>
    internal virtual TimeSpan Patience => Timeout.InfiniteTimeSpan;

    /// <summary>The ledger begins.</summary>
    internal virtual void Begin(Ledger ledger)
    {
    }

    /// <summary>The one connection that writes.</summary>
    internal abstract LedgerConnection Writer { get; }

    internal abstract LedgerConnection OpenReader();

    /// <summary>How many rows of history one statement deletes: more than one where each way to the database takes its time.</summary>
    internal virtual int PrunedAtOnce => 1;

    /// <summary>Whether <see cref="LedgerConnection.Shorten"/> does anything.</summary>
    internal virtual bool IsShortened => false;

    /// <summary>The processes that work on it, the first of them first, and behind them those that ended within a day.</summary>
    internal abstract List<Node> Nodes(LedgerConnection connection);

    /// <summary>Brings what is committed to where it stays, as far as readers let it, while the writer goes on.</summary>
    internal virtual void Checkpoint()
    {
    }

    /// <summary>Nobody reads or writes any more.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Opens a store, makes it where there is none, and brings its schema up to date.</summary>
    /// <param name="store"><c>sqlite:PATH</c> or <c>postgres:CONNECTION-STRING</c>.</param>
    /// <param name="node">The name of this process among those that work on it; null for the machine's.</param>
    /// <exception cref="LedgerException">It cannot be; the message says why.</exception>
    internal static LedgerEngine Open(string store, string? node = null) =>
        SqlitePath(store) is { } path ? SqliteEngine.Open(path, node)
        : PostgresConnection(store) is { } connection ? PostgresEngine.Open(connection, node)
        : throw new LedgerException($"JobQueue:Store: {Fault(store)}.");

    /// <summary>What is wrong with the text of a store; null where nothing is. It shows nothing that may be a secret.</summary>
    internal static string? Fault(string store) =>
        SqlitePath(store) is not null ? null
        : PostgresConnection(store) is { } connection ? PostgresSettings.Fault(connection)
        : $"found \"{store.Split(Separators)[0]}\", expected sqlite:PATH or postgres:CONNECTION-STRING";

    /// <summary>The file of a store; null where it is in none.</summary>
    internal static string? SqlitePath(string store) =>
        store.StartsWith(SqlitePrefix, StringComparison.Ordinal) && store.Length > SqlitePrefix.Length ? store[SqlitePrefix.Length..] : null;

    /// <summary>The connection string of a store; null where it is not in PostgreSQL.</summary>
    internal static string? PostgresConnection(string store) =>
        store.StartsWith(PostgresPrefix, StringComparison.Ordinal) && store.Length > PostgresPrefix.Length ? store[PostgresPrefix.Length..] : null;
}
