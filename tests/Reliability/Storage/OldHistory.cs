using System.Globalization;
using System.Text.Json.Nodes;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Storage;

/// <summary>
/// Rows of runs that are over: half of one-time jobs, nine in ten of them too old; half of recurring jobs, nine in ten of them too many.
/// </summary>
/// <param name="host">Whose ledger.</param>
/// <param name="rows">How many.</param>
internal sealed class OldHistory(HostUnderTest host, int rows)
{
    internal const int Jobs = 10;

    private const int OneIn = 10;
    private const string Goes = "goes";
    private const string Stays = "stays";

    /// <summary>The recurring jobs: none of them is due.</summary>
    internal static readonly string Crontab =
        string.Concat(Enumerable.Range(0, Jobs).Select(job => $"0 0 1 1 *  -  /echo?job={job} --name old-{job} --overlap allow\n"));

    internal int KeptOfAJob => RowsOfAJob / OneIn;

    /// <summary>Of the file, when it was made.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Whether the first row has gone, as the oldest go first.</summary>
    internal bool IsBegun => host.Ledger.Read("SELECT min(seq) FROM runs", row => row.GetInt64(0))[0] > 1;

    /// <summary>Whether a pruning has ended since the one that was noted.</summary>
    internal bool IsPruned => host.Ledger.Count("events WHERE kind = 'pruned' AND who IS NULL") > 0;

    private int RowsOfAJob => rows / 2 / Jobs;

    /// <summary>Some runs by the host itself, each then copied again and again in the file.</summary>
    internal async Task MakeAsync()
    {
        host.Save(Crontab);
        await host.StartAsync();
        await new Poster(host, "now").PostAsync();
        foreach (var job in Enumerable.Range(0, Jobs))
            Expect.Equal(202, (await host.PostAsync($"/api/jobs/old-{job}/run", new JsonObject())).Status, "the answer to a run");
        await Until.TrueAsync("an end of all runs", () => host.Ledger.Count(LedgerFile.OpenRuns) == 0);
        Expect.Equal(0, await host.StopAsync(), "the exit code");
        var now = DateTimeOffset.UtcNow;
        var columns = host.Ledger.Read(
            """
            SELECT name FROM pragma_table_info('runs')
            WHERE name NOT IN ('seq', 'id', 'requested_by', 'due', 'created', 'started', 'sent', 'finished')
            """,
            row => row.GetString(0));
        host.Ledger.Execute(
            $"""
            BEGIN IMMEDIATE;
            DELETE FROM events WHERE kind = 'pruned';
            CREATE TEMP TABLE models AS SELECT * FROM runs;
            CREATE TEMP TABLE answers AS SELECT status, headers, body, body_bytes FROM responses LIMIT 1;
            DELETE FROM responses;
            DELETE FROM runs;
            {Copies("job_id IS NULL", rows / 2, now.AddDays(-40), now.AddDays(-10), columns)}
            {Copies("job_id IS NOT NULL", RowsOfAJob, now.AddDays(-10), now.AddDays(-10), columns)}
            INSERT INTO responses (run, status, headers, body, body_bytes)
            SELECT seq, answers.* FROM runs, answers WHERE seq % {OneIn} = 0;
            COMMIT;
            """);
        Expect.Equal(rows, host.Ledger.Count("runs"), "the number of rows");
        Bytes = new FileInfo(Path.Combine(host.Folder, host.Store)).Length;
    }

    /// <summary>The last pruning was then.</summary>
    internal void NotePruning(DateTimeOffset at) =>
        host.Ledger.Execute($"INSERT INTO events (at, kind, who) VALUES ('{Trial.Text(at)}', 'pruned', 'nobody')");

    /// <summary>What is left, when nothing runs any more.</summary>
    internal void Judge(Bench bench)
    {
        var stays = host.Ledger.Count($"runs WHERE requested_by = '{Stays}'");
        var goes = host.Ledger.Count($"runs WHERE requested_by = '{Goes}'");
        bench.Must("PRUNED_TOO_MUCH", stays == rows / OneIn, () => $"{stays} left of {rows / OneIn}");
        bench.Must("NOT_PRUNED", goes == 0, () => $"{goes}");
        var orphans = host.Ledger.Count("responses WHERE run NOT IN (SELECT seq FROM runs)");
        bench.Must("DAMAGED", host.Ledger.Integrity() == "ok" && orphans == 0, () => $"{orphans} responses of no run");
        var bytes = new FileInfo(Path.Combine(host.Folder, host.Store)).Length;
        var (pages, free) = (Pragma("page_count"), Pragma("freelist_count"));
        bench.Must(
            "NOT_SHORTER", bytes < Bytes / 2 && free <= pages / OneIn + 1,
            () => $"{bytes} of {Bytes} bytes, {free} of {pages} pages are free");
    }

    private long Pragma(string name) => host.Ledger.Read($"PRAGMA {name}", row => row.GetInt64(0))[0];

    private static string Copies(string models, int count, DateTimeOffset old, DateTimeOffset young, IReadOnlyList<string> columns)
    {
        var list = string.Join(", ", columns);
        var going = count / OneIn * (OneIn - 1);
        return string.Create(CultureInfo.InvariantCulture, $"""
            WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}),
            times AS (SELECT n, CASE WHEN n <= {going} THEN '{Trial.Text(old)}' ELSE '{Trial.Text(young)}' END AS at,
                             CASE WHEN n <= {going} THEN '{Goes}' ELSE '{Stays}' END AS fate FROM numbers)
            INSERT INTO runs (id, requested_by, due, created, started, sent, finished, {list})
            SELECT substr(id, 1, 24) || printf('%012x', n), fate, at, at, at, at, at, {list}
            FROM times CROSS JOIN models WHERE {models};
            """);
    }
}
