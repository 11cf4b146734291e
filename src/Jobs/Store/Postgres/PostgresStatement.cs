using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// A statement, prepared once. Values go as text, of no type: PostgreSQL finds their types where they are used, also those of NULL. Only
/// bytes are sent as bytes. Of a value that is only asked whether it is NULL no type can be found: the answer is sent in its stead.
/// </summary>
internal sealed partial class PostgresStatement : LedgerStatement
{
    private const string IsNull = " IS NULL";
    private const string Bytes = "@body";

    private readonly NpgsqlCommand _command;
    private readonly (int Value, bool IsNull)[] _terms;

    /// <param name="connection">Open.</param>
    /// <param name="sql">One statement, with names as SQLite has them.</param>
    /// <param name="values">Values of its first execution; later ones have the same names in the same order.</param>
    internal PostgresStatement(NpgsqlConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var terms = new List<string>();
        var text = Term().Replace(sql, term =>
        {
            if (!terms.Contains(term.Value))
                terms.Add(term.Value);
            return string.Create(CultureInfo.InvariantCulture, $"${terms.IndexOf(term.Value) + 1}");
        });
        _command = new NpgsqlCommand(text, connection);
        _terms = new (int, bool)[terms.Count];
        for (var i = 0; i < values.Length; i++)
        {
            for (var term = 0; term < _terms.Length; term++)
            {
                if (terms[term] == values[i].Name || terms[term] == values[i].Name + IsNull)
                    _terms[term] = (i, terms[term].EndsWith(IsNull, StringComparison.Ordinal));
            }
        }

        foreach (var term in terms)
            _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = term == Bytes ? NpgsqlDbType.Bytea : NpgsqlDbType.Unknown });
        Bind(values);
        _command.Prepare();
    }

    internal override int Execute(ReadOnlySpan<(string Name, object? Value)> values)
    {
        Bind(values);
        return Math.Max(0, _command.ExecuteNonQuery());
    }

    internal override void Read(ReadOnlySpan<(string Name, object? Value)> values, Func<LedgerRow, bool> row)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        var current = new PostgresRow(reader);
        while (reader.Read() && row(current))
        {
        }
    }

    /// <summary>The same with these values, to be run together with others.</summary>
    internal NpgsqlBatchCommand Later(ReadOnlySpan<(string Name, object? Value)> values)
    {
        Bind(values);
        var command = new NpgsqlBatchCommand(_command.CommandText);
        foreach (NpgsqlParameter parameter in _command.Parameters)
            command.Parameters.Add(parameter.Clone());
        return command;
    }

    public override void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        for (var i = 0; i < _terms.Length; i++)
        {
            var value = values[_terms[i].Value].Value;
            _command.Parameters[i].Value = _terms[i].IsNull ? (value is null ? "t" : "f") : Value(value);
        }
    }

    /// <summary>PostgreSQL has no text with NUL or half a surrogate pair in it.</summary>
    internal static string Storable(string text)
    {
        var isWellFormed = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;
        return (isWellFormed ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))).Replace('\0', '\uFFFD');
    }

    /// <summary>Texts or numbers as one value, an array.</summary>
    internal static string Array<T>(IEnumerable<T> values) =>
        $"{{{string.Join(',', values.Select(value => Quoted(string.Create(CultureInfo.InvariantCulture, $"{value}"))))}}}";

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        string text => Storable(text),
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        byte[] bytes => bytes,
        _ => throw new ArgumentException($"a value of {value.GetType()} has no column type", nameof(value)),
    };

    [GeneratedRegex("@[a-zA-Z]+( IS NULL)?")]
    private static partial Regex Term();
}
