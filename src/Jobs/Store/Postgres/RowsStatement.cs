using System.Globalization;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>One statement for all rows that wait for it.</summary>
/// <typeparam name="TRow">What becomes of a row.</typeparam>
internal sealed class RowsStatement<TRow>
{
    private readonly ColumnArray<TRow>[] _columns;
    private readonly NpgsqlBatchCommand _command;

    /// <param name="sql">Given the names of the columns, and the rows as something to select from.</param>
    /// <param name="columns">The columns.</param>
    internal RowsStatement(Func<string, string, string> sql, params ColumnArray<TRow>[] columns)
    {
        _columns = columns;
        var names = string.Join(", ", columns.Select(column => column.Name));
        var arrays = string.Join(", ", Enumerable.Range(1, columns.Length).Select(number => string.Create(CultureInfo.InvariantCulture, $"${number}")));
        _command = new NpgsqlBatchCommand(sql(names, $"unnest({arrays}) AS new ({names})"));
        foreach (var column in columns)
            _command.Parameters.Add(column.Parameter);
    }

    /// <summary>The rows that wait, in order.</summary>
    internal List<TRow> Rows { get; } = [];

    /// <summary>Adds it to the batch, where rows wait; whether it did.</summary>
    internal bool AddTo(NpgsqlBatch batch)
    {
        if (Rows.Count == 0)
            return false;
        foreach (var column in _columns)
            column.Fill(Rows);
        batch.BatchCommands.Add(_command);
        return true;
    }
}
