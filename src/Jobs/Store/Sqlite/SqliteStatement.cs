using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>
/// A statement, prepared once, straight on SQLite: Microsoft.Data.Sqlite looks every parameter up by its name at every execution, which
/// costs as much as SQLite's own work.
/// </summary>
internal sealed class SqliteStatement : LedgerStatement
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly SqliteRow _row;
    private readonly int[] _positions;
    private byte[] _utf8 = new byte[256];

    /// <param name="database">The open database.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="values">Values of its first execution; later ones have the same names in the same order.</param>
    /// <exception cref="SqliteException">The statement is not valid.</exception>
    internal SqliteStatement(sqlite3 database, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
        _row = new SqliteRow(_statement);
        _positions = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
            _positions[i] = raw.sqlite3_bind_parameter_index(_statement, values[i].Name);
    }

    internal override int Execute(ReadOnlySpan<(string Name, object? Value)> values)
    {
        Bind(values);
        try
        {
            while (Step())
            {
            }

            return raw.sqlite3_changes(_database);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    internal override void Read(ReadOnlySpan<(string Name, object? Value)> values, Func<LedgerRow, bool> row)
    {
        Bind(values);
        try
        {
            while (Step() && row(_row))
            {
            }
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public override void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(code, _database);
        return code == raw.SQLITE_ROW;
    }

    private void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        // A statement of several forms is given the values of all; those it does not name have no position.
        for (var i = 0; i < values.Length; i++)
            if (_positions[i] > 0)
                Check(Bind(_positions[i], values[i].Value));
    }

    private int Bind(int position, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, position),
        string text => BindText(position, text),
        int number => raw.sqlite3_bind_int64(_statement, position, number),
        long number => raw.sqlite3_bind_int64(_statement, position, number),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, position, bytes),
        _ => throw new ArgumentException($"a value of {value.GetType()} has no column type", nameof(value)),
    };

    private int BindText(int position, string text)
    {
        // Of an empty span the binding makes NULL.
        if (text.Length == 0)
            return raw.sqlite3_bind_text(_statement, position, "");
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_utf8.Length < most)
            _utf8 = new byte[most];
        return raw.sqlite3_bind_text(_statement, position, _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8)));
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(code, _database);
    }
}
