using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>The connection string of a ledger, read. What is said of it, and of failures, has no password in it.</summary>
internal sealed class PostgresSettings
{
    private const string Expected = "expected Host=...;Username=...;Database=..., with quotes around a value that has ; or = in it";

    // In milliseconds: of a process that is stopped in the middle of a transaction the server ends it, and lets its rows go, before those who wait
    // for them give up.
    private const int LongestIdleTransaction = 5_000;

    // In seconds: longer than any single statement takes, and not longer than clients wait for an answer.
    private const int LongestStatement = 8;
    private const int LongestConnect = 5;
    private const int LongestConnectOfWriters = 3;

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresSettings(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    /// <summary>What people call the ledger.</summary>
    internal string Name =>
        string.Create(CultureInfo.InvariantCulture, $"PostgreSQL at {_settings.Host}:{_settings.Port}, database {Database}");

    /// <summary>The schema that the tables are in.</summary>
    internal string Schema => _settings.SearchPath!;

    /// <summary>What the ledger has for itself beside those in other schemas.</summary>
    internal PostgresScope Scope => new(Schema);

    /// <summary>As pg_dump and its like are told where it is.</summary>
    internal string ClientOptions => string.Create(
        CultureInfo.InvariantCulture, $"-h {_settings.Host} -p {_settings.Port} -U {_settings.Username ?? Environment.UserName} -d {Database}");

    private string Database => _settings.Database ?? _settings.Username ?? Environment.UserName;

    /// <param name="connectionString">Of Npgsql. Its search path names the schema; <c>jobqueue</c> where it names none.</param>
    /// <exception cref="LedgerException">It cannot be read; the message does not show it.</exception>
    internal static PostgresSettings Read(string connectionString) =>
        Fault(connectionString, out var settings) is { } fault ? throw new LedgerException($"{fault}.") : new PostgresSettings(Completed(settings));

    /// <summary>What is wrong with a connection string; null where nothing is.</summary>
    internal static string? Fault(string connectionString) => Fault(connectionString, out _);

    /// <summary>For what may take its time.</summary>
    internal NpgsqlDataSource Build() => Build(_settings);

    /// <summary>For what others wait for: a statement that is not answered in time is given up, and its connection with it.</summary>
    internal NpgsqlDataSource BuildImpatient() => Build(
        new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
        {
            CommandTimeout = AtMost(_settings.CommandTimeout, LongestStatement),
            Timeout = AtMost(_settings.Timeout, LongestConnectOfWriters),
        });

    /// <summary>For many that come and go.</summary>
    internal NpgsqlDataSource BuildPool(Action<NpgsqlConnectionStringBuilder> set)
    {
        var pool = new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Pooling = true };
        set(pool);
        return Build(pool);
    }

    /// <summary>Why the database cannot be worked with, on one line, and what to do; null where the failure is another.</summary>
    internal LedgerException? Refusal(Exception e) => Reason(e) is { } reason
        ? new LedgerException($"{Name} cannot be opened as a ledger ({reason}). {Advice(e as PostgresException)}.", e)
        : null;

    /// <summary>What a failure of the database says, on one line; null for any other failure.</summary>
    internal static string? Reason(Exception e) => e switch
    {
        PostgresException known => known.MessageText.ReplaceLineEndings(" "),
        NpgsqlException { InnerException: { } inner } => $"{e.Message}: {inner.Message}".ReplaceLineEndings(" "),
        NpgsqlException or SocketException or IOException or TimeoutException => e.Message.ReplaceLineEndings(" "),
        _ => null,
    };

    private string Advice(PostgresException? told) => told?.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "Correct Username and Password in JobQueue:Store, or name the file of passwords in PGPASSFILE",
        PostgresErrorCodes.InvalidCatalogName => $"Make it with CREATE DATABASE {Database}, or correct JobQueue:Store",
        PostgresErrorCodes.InsufficientPrivilege when PostgresFailure.EndsSession(told) =>
            $"Let the owner of the database say: GRANT CONNECT ON DATABASE {Database} TO {_settings.Username}",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"Name the role that owns the schema {Schema} and its tables in JobQueue:Store, or let {_settings.Username} be a member of it",
        PostgresErrorCodes.TooManyConnections => "Raise max_connections, or let fewer programs connect",
        PostgresErrorCodes.ReadOnlySqlTransaction => "Name the primary in JobQueue:Store: this server only reads",
        _ => "Start it, or correct JobQueue:Store",
    };

    private static string? Fault(string connectionString, out NpgsqlConnectionStringBuilder settings)
    {
        settings = new NpgsqlConnectionStringBuilder();
        var said = new DbConnectionStringBuilder();
        try
        {
            said.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            return $"the connection string cannot be read: {Expected}";
        }

        foreach (var (place, key) in said.Keys.Cast<string>().Index())
            if (!TrySet(settings, key, said[key]))
                // An unknown word may be a piece of a password.
                return settings.ContainsKey(key)
                    ? $"the connection string cannot be read: its value of {key} is none that it takes"
                    : string.Create(
                        CultureInfo.InvariantCulture, $"the connection string cannot be read: setting {place + 1} of it is none of Npgsql's; {Expected}");
        return string.IsNullOrEmpty(settings.Host) ? $"the connection string names no Host: {Expected}" : null;
    }

    private static bool TrySet(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        try
        {
            settings[key] = value;
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException or NotSupportedException)
        {
            return false;
        }
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings) => new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();

    // Of Npgsql, 0 is no limit.
    private static int AtMost(int seconds, int most) => seconds == 0 ? most : Math.Min(seconds, most);

    private static NpgsqlConnectionStringBuilder Completed(NpgsqlConnectionStringBuilder settings)
    {
        settings.SearchPath = string.IsNullOrEmpty(settings.SearchPath) ? PostgresScope.DefaultSchema : settings.SearchPath;
        settings.ApplicationName ??= "jobqueue";
        settings.Options = string.Create(
            CultureInfo.InvariantCulture, $"{settings.Options} -c idle_in_transaction_session_timeout={LongestIdleTransaction}").TrimStart();
        // Each connection is used for as long as there is a ledger.
        settings.Pooling = false;
        settings.Enlist = false;
        settings.Timeout = AtMost(settings.Timeout, LongestConnect);
        // By the system: Npgsql's own asks on threads of the pool, one for each idle connection, and waits there for a server that is silent.
        settings.KeepAlive = 0;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = settings.TcpKeepAliveTime == 0 ? 10 : settings.TcpKeepAliveTime;
        // What is not answered in time is given up at once: a server that is silent would not answer a request to cancel it, either.
        settings.CancellationTimeout = -1;
        return settings;
    }
}
