using Microsoft.Data.Sqlite;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>A prepared statement whose values are given by position.</summary>
internal sealed class BareStatement : IDisposable
{
    private readonly SqliteCommand _command;

    internal BareStatement(SqliteConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in names)
            _command.Parameters.Add(new SqliteParameter { ParameterName = name });
    }

    internal void Execute(params ReadOnlySpan<object?> values) => With(values).ExecuteNonQuery();

    internal SqliteDataReader Read(params ReadOnlySpan<object?> values) => With(values).ExecuteReader();

    public void Dispose() => _command.Dispose();

    private SqliteCommand With(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return _command;
    }
}
