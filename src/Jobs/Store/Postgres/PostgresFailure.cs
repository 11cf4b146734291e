using System.Net.Sockets;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>What exceptions say of the database.</summary>
internal static class PostgresFailure
{
    /// <summary>Whether it could not be reached, or did not do what was asked: another time it may.</summary>
    internal static bool IsPassing(Exception e) => e is NpgsqlException or SocketException or IOException or TimeoutException;
}
