using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>What may be between this process and the server, and hand on one connection of its own after the other.</summary>
internal static class PostgresPooler
{
    /// <summary>Why a ledger cannot be behind it; null where each connection keeps its session.</summary>
    internal static string? Fault(NpgsqlDataSource source)
    {
        using var one = source.OpenConnection();
        var before = Session(one);
        using var other = source.OpenConnection();
        using var transaction = other.BeginTransaction();
        // A pooler by transaction has the session of the first one free by now, and hands out first what was used last.
        Session(other);
        return Session(one) == before ? null : "the pooler in between gives out connections by transaction, and notices and statements are of a session";
    }

    private static int Session(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)command.ExecuteScalar()!;
    }
}
