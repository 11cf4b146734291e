using Npgsql;
using NpgsqlTypes;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>A column of many rows, sent as one array.</summary>
/// <typeparam name="TRow">Where its values come from.</typeparam>
internal abstract class ColumnArray<TRow>
{
    private protected ColumnArray(string name) => Name = name;

    /// <summary>As the table has it.</summary>
    internal string Name { get; }

    /// <summary>The array.</summary>
    internal abstract NpgsqlParameter Parameter { get; }

    /// <summary>Puts the values of these rows into the array, in their order.</summary>
    internal abstract void Fill(List<TRow> rows);

    internal static ColumnArray<TRow> Text(string name, Func<TRow, string?> value) =>
        new Of<string?>(name, NpgsqlDbType.Text, row => value(row) is { } text ? PostgresStatement.Storable(text) : null);

    internal static ColumnArray<TRow> Number(string name, Func<TRow, long?> value) => new Of<long?>(name, NpgsqlDbType.Bigint, value);

    internal static ColumnArray<TRow> Bytes(string name, Func<TRow, byte[]?> value) => new Of<byte[]?>(name, NpgsqlDbType.Bytea, value);

    private sealed class Of<T>(string name, NpgsqlDbType type, Func<TRow, T> value) : ColumnArray<TRow>(name)
    {
        private readonly NpgsqlParameter<T[]> _parameter = new() { NpgsqlDbType = NpgsqlDbType.Array | type };

        internal override NpgsqlParameter Parameter => _parameter;

        internal override void Fill(List<TRow> rows)
        {
            var values = new T[rows.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = value(rows[i]);
            _parameter.TypedValue = values;
        }
    }
}
