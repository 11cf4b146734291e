using System.Text;
using SQLitePCL;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>The row a statement of SQLite stands on.</summary>
internal sealed class SqliteRow(sqlite3_stmt statement) : LedgerRow
{
    internal override bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    internal override string String(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    internal override long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    internal override ReadOnlyMemory<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    internal override object? Value(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => Int64(column),
        _ => String(column),
    };
}
