using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>The row a reader of PostgreSQL stands on.</summary>
internal sealed class PostgresRow(NpgsqlDataReader reader) : LedgerRow
{
    internal override bool IsNull(int column) => reader.IsDBNull(column);

    internal override string String(int column) => reader.GetString(column);

    internal override long Int64(int column)
    {
        var type = reader.GetFieldType(column);
        return type == typeof(long) ? reader.GetInt64(column)
            : type == typeof(int) ? reader.GetInt32(column)
            : type == typeof(bool) ? (reader.GetBoolean(column) ? 1 : 0)
            : throw new InvalidCastException($"column {column}, {reader.GetName(column)}, is of type {type}");
    }

    internal override ReadOnlyMemory<byte> Bytes(int column) => IsNull(column) ? ReadOnlyMemory<byte>.Empty : reader.GetFieldValue<byte[]>(column);

    internal override object? Value(int column) =>
        IsNull(column) ? null : reader.GetFieldType(column) == typeof(string) ? String(column) : Int64(column);
}
