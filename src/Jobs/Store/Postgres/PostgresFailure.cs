using System.Net.Sockets;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>What exceptions say of the database.</summary>
internal static class PostgresFailure
{
    /// <summary>Whether it could not be reached, or did not do what was asked: another time it may.</summary>
    internal static bool IsPassing(Exception e) => e is NpgsqlException or SocketException or IOException or TimeoutException || IsFoundDead(e);

    /// <summary>
    /// Opens a connection to a database that was there before. Whatever is in the way passes: also a file of passwords or certificates that is
    /// being written.
    /// </summary>
    internal static NpgsqlConnection Open(NpgsqlDataSource source)
    {
        try
        {
            return source.OpenConnection();
        }
        catch (Exception e) when (!IsPassing(e))
        {
            throw new NpgsqlException(e.Message, e);
        }
    }

    /// <inheritdoc cref="LedgerConnection.Refusal"/>
    internal static string? Refusal(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.DiskFull => "the disk of the database is full",
        PostgresNode.NotInCluster => "this node was declared dead, and joins the cluster anew",
        _ when IsCollision(e) => "another node was in the way",
        _ => IsOfStatement(e) ? null : $"the database refuses: {e.MessageText}",
    };

    /// <inheritdoc cref="LedgerConnection.IsCollision"/>
    internal static bool IsCollision(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <inheritdoc cref="LedgerConnection.IsAway"/>
    internal static bool IsAway(Exception e) => e is TimeoutException or SocketException || e.InnerException is TimeoutException or SocketException;

    /// <summary>Whether there was no answer for as long as it is waited for.</summary>
    internal static bool IsLate(Exception e) => (e as TimeoutException ?? e.InnerException) is TimeoutException;

    /// <inheritdoc cref="LedgerConnection.IsCut"/>
    internal static bool IsCut(Exception e) =>
        e is PostgresException known ? EndsSession(known) || known.SqlState == PostgresNode.NotInCluster : IsPassing(e) && !IsLate(e);

    /// <inheritdoc cref="LedgerConnection.IsBroken"/>
    internal static bool IsBroken(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted };

    /// <summary>Whether it leaves open what became of a commit: a connection exception, or the end of the session or the server.</summary>
    internal static bool LeavesOpen(PostgresException e) => EndsSession(e) || e.SqlState.AsSpan(0, 2) is "08" or "57";

    /// <summary>Whether the server ends the connection with it, or lets none begin.</summary>
    internal static bool EndsSession(PostgresException e) => e.InvariantSeverity is "FATAL" or "PANIC";

    // Data exceptions, broken constraints, and statements that are wrong.
    private static bool IsOfStatement(PostgresException e) => e.SqlState.AsSpan(0, 2) is "22" or "23" or "42" or "0A" or "21";

    // Of a connection that broke before Npgsql only says that it is not open.
    private static bool IsFoundDead(Exception e) => e is InvalidOperationException { Source: nameof(Npgsql) };
}
