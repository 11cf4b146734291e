using System.Text;
using SQLitePCL;

namespace JobQueue.Jobs.Store;

/// <summary>The row a statement stands on; columns from 0.</summary>
internal readonly struct LedgerRow(sqlite3_stmt statement)
{
    internal bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>A column that is not null.</summary>
    internal string String(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    internal long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    internal int Int32(int column) => checked((int)Int64(column));

    internal string? Text(int column) => IsNull(column) ? null : String(column);

    internal int? Number(int column) => IsNull(column) ? null : Int32(column);

    internal DateTimeOffset? Instant(int column) => IsNull(column) ? null : InstantText.Parse(String(column));

    /// <summary>A copy of a column's bytes; empty where it is null.</summary>
    internal ReadOnlyMemory<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    /// <summary>The columns user, method, uri, headers, body, from <paramref name="first"/> on.</summary>
    internal JobRequest Request(int first) => new()
    {
        User = Text(first),
        Method = String(first + 1),
        Uri = String(first + 2),
        Headers = HeaderText.Parse(Text(first + 3)),
        Body = Bytes(first + 4),
    };

    /// <summary>A column as SQLite has it: a string, a long, or null.</summary>
    internal object? Value(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => Int64(column),
        _ => String(column),
    };
}
