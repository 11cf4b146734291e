using System.Globalization;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>The ledger's tables and statements on SQLite.</summary>
internal sealed class BareLedger : IBareLedger
{
    private const string Owner = "bare";

    private readonly SqliteConnection _connection;
    private readonly BareStatement _begin;
    private readonly BareStatement _commit;
    private readonly BareStatement _insert;
    private readonly BareStatement _claim;
    private readonly BareStatement _finish;
    private readonly BareStatement _respond;

    internal BareLedger(string path)
    {
        using (var connection = new SqliteLedger(path, isWriter: true))
            SqliteSchema.Migrate(connection);
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        // As the ledger's writer.
        foreach (var pragma in (string[])["synchronous = FULL", "journal_size_limit = 67108864", "cache_size = -16384", "cache_spill = 16384"])
        {
            using var set = new BareStatement(_connection, $"PRAGMA {pragma}");
            set.Execute();
        }

        raw.sqlite3_db_config(_connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
        _begin = new(_connection, "BEGIN IMMEDIATE");
        _commit = new(_connection, "COMMIT");
        _insert = new(
            _connection,
            """
            INSERT INTO runs (id, job_id, job_name, cause, due, state, not_before, queue, priority, attempt, owner, created, started, sent,
                              finished, error, until, count, user, method, uri, headers, body, policy, requested_by, replay_of)
            VALUES (@id, NULL, NULL, 'manual', @due, 'pending', NULL, 'default', 0, 0, NULL, @created, NULL, NULL,
                    NULL, NULL, NULL, NULL, NULL, @method, @uri, NULL, @body, NULL, NULL, NULL)
            """,
            "@id", "@due", "@created", "@method", "@uri", "@body");
        _claim = new(
            _connection,
            """
            UPDATE runs SET state = 'running', attempt = attempt + 1, owner = @owner, sent = @now, started = coalesce(started, @now)
            WHERE seq IN (SELECT seq FROM runs
                          WHERE queue = 'default' AND state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0
                          ORDER BY priority DESC, due, seq LIMIT @most)
            RETURNING id, attempt, due, method, uri, body
            """,
            "@owner", "@now", "@most");
        _finish = new(
            _connection,
            """
            UPDATE runs SET state = 'succeeded', finished = @finished, status = @status, disposition = 'keep', error = NULL,
                            not_before = NULL, owner = NULL, paused = 0
            WHERE id = @id AND state = 'running' AND attempt = @attempt AND owner = @owner
            """,
            "@finished", "@status", "@id", "@attempt", "@owner");
        _respond = new(
            _connection,
            """
            INSERT OR REPLACE INTO responses (run, status, headers, body, body_bytes)
            SELECT seq, @status, @headers, @body, @bytes FROM runs WHERE id = @id
            """,
            "@status", "@headers", "@body", "@bytes", "@id");
    }

    public List<BareRun> Commit(IReadOnlyList<Run> entering, IReadOnlyList<(BareRun Run, Response Response)> finishing, int most)
    {
        _begin.Execute();
        foreach (var run in entering)
            Insert(run);
        foreach (var (run, response) in finishing)
            Finish(run, response);
        var claimed = Claim(most);
        _commit.Execute();
        return claimed;
    }

    /// <summary>One transaction of one row.</summary>
    internal void Commit(Run entering)
    {
        _begin.Execute();
        Insert(entering);
        _commit.Execute();
    }

    private void Insert(Run run) =>
        _insert.Execute(run.Id, Text(run.Due), Text(run.Created), run.Request.Method, run.Request.Uri, Bytes(run.Request.Body));

    private List<BareRun> Claim(int most)
    {
        var claimed = new List<BareRun>(most);
        using var row = _claim.Read(Owner, Text(TimeProvider.System.GetUtcNow()), most);
        while (row.Read())
        {
            var request = new JobRequest
            {
                Method = row.GetString(3),
                Uri = row.GetString(4),
                Body = row.IsDBNull(5) ? default : row.GetFieldValue<byte[]>(5),
            };
            var due = DateTimeOffset.ParseExact(row.GetString(2), "O", CultureInfo.InvariantCulture);
            claimed.Add(new BareRun(row.GetString(0), row.GetInt32(1), due, request));
        }

        return claimed;
    }

    private void Finish(BareRun run, Response response)
    {
        _finish.Execute(Text(TimeProvider.System.GetUtcNow()), response.Status, run.Id, run.Attempt, Owner);
        if (response.Headers.Count > 0 || response.BodyBytes > 0)
            _respond.Execute(response.Status, HeaderText.Print(response.Headers), Bytes(response.Body), response.BodyBytes, run.Id);
    }

    public void Dispose()
    {
        foreach (var statement in (BareStatement[])[_begin, _commit, _insert, _claim, _finish, _respond])
            statement.Dispose();
        _connection.Dispose();
    }

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static byte[]? Bytes(ReadOnlyMemory<byte> body) => body.IsEmpty ? null : body.ToArray();
}
