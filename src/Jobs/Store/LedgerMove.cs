namespace JobQueue.Jobs.Store;

/// <summary>Moves a ledger from one engine to another: whole, or not at all. The one it comes from stays as it is.</summary>
internal static class LedgerMove
{
    private const int RowsBetweenNotes = 1000;

    /// <param name="source">The ledger.</param>
    /// <param name="target">One without rows.</param>
    /// <param name="note">Told now and then: a table, how many of its rows were moved, and how many it has.</param>
    /// <exception cref="LedgerException">There are rows in the target, or what came there is not what was sent; nothing was written.</exception>
    internal static Moved Move(LedgerTables source, LedgerTables target, Action<string, long, long> note)
    {
        try
        {
            if (Rows(target) is { Count: > 0 } there)
                throw new LedgerException($"{target.Name} is not empty: there are {string.Join(", ", there)}. {target.HowToEmpty}.");
            var counts = LedgerTables.Names.ToDictionary(table => table, table => MoveTable(source, target, table, note));
            target.Commit();
            return new Moved(counts["runs"], counts["jobs"], counts.Values.Sum());
        }
        catch (Exception e) when ((source.Failure(e) ?? target.Failure(e)) is { } failure)
        {
            throw new LedgerException($"nothing is moved: {failure}", e);
        }
    }

    private static long MoveTable(LedgerTables source, LedgerTables target, string table, Action<string, long, long> note)
    {
        var (count, moved) = (source.Count(table), 0L);
        // What only one engine has, the other does not need.
        var columns = source.Columns(table).IntersectBy(target.Columns(table).Select(column => column.Name), column => column.Name).ToList();
        note(table, 0, count);
        target.Write(table, columns, add => source.Read(table, columns, row =>
        {
            add(row);
            if (++moved % RowsBetweenNotes == 0)
                note(table, moved, count);
        }));
        Failpoint.Reach(Failpoint.InMove);
        note(table, moved, count);
        var came = target.Count(table);
        return moved == count && came == count
            ? count
            : throw new LedgerException($"of {count} rows of {table} {moved} were read and {came} came to {target.Name}: nothing is moved. Try again.");
    }

    private static List<string> Rows(LedgerTables target) =>
        [.. LedgerTables.Names.Select(table => (Table: table, Count: target.Count(table))).Where(rows => rows.Count > 0)
            .Select(rows => FormattableString.Invariant($"{rows.Count} {rows.Table}"))];
}
