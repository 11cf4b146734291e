namespace JobQueue.Reliability.Storage;

/// <summary>The rows of runs that have come to their end, with all that is in them. Stretches are not among them: they grow.</summary>
internal static class FinalRuns
{
    private const string Filter = "state NOT IN ('scheduled', 'pending', 'running') AND until IS NULL";

    /// <summary>By id.</summary>
    internal static Dictionary<string, string> Of(LedgerFile ledger)
    {
        var columns = ledger.Read("SELECT name FROM pragma_table_info('runs')", row => row.GetString(0));
        var whole = string.Join(" || ' ' || ", columns.Select(column => $"quote(runs.{column})"));
        return ledger
            .Read(
                $"""
                SELECT id, {whole}, quote(responses.status), quote(responses.headers), quote(responses.body)
                FROM runs LEFT JOIN responses ON responses.run = runs.seq WHERE runs.{Filter}
                """,
                row => (Id: row.GetString(0), Text: string.Join(' ', Enumerable.Range(1, 4).Select(row.GetString))))
            .ToDictionary(run => run.Id, run => run.Text);
    }

    /// <summary>What was final is there and the same.</summary>
    internal static void Compare(
        Bench bench, string what, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        foreach (var (id, text) in before)
        {
            var then = after.GetValueOrDefault(id, "not there");
            bench.Must("FINAL_CHANGED", then == text, () => $"{what}: {id}: {Words(text, then)}, then {Words(then, text)}");
        }
    }

    private static string Words(string of, string butNotOf) => string.Join(' ', of.Split(' ').Except(butNotOf.Split(' ')));
}
