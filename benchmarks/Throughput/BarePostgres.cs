using System.Globalization;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>
/// The ledger's tables on PostgreSQL, and a whole group in one round trip: an array for each column, a statement for each kind of work.
/// What is sent together is one transaction.
/// </summary>
internal sealed class BarePostgres : IBareLedger
{
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
    private const NpgsqlDbType Numbers = NpgsqlDbType.Array | NpgsqlDbType.Bigint;
    private const NpgsqlDbType Bodies = NpgsqlDbType.Array | NpgsqlDbType.Bytea;

    private const string Insert =
        """
        INSERT INTO runs (id, cause, due, state, queue, priority, created, method, uri, body)
        SELECT id, 'manual', due, 'pending', 'default', 0, created, method, uri, body
        FROM unnest($1, $2, $3, $4, $5, $6) AS new (id, due, created, method, uri, body)
        """;

    private const string Finish =
        """
        UPDATE runs SET state = 'succeeded', finished = done.finished, status = done.status, disposition = 'keep', error = NULL,
                        not_before = NULL, owner = NULL, paused = 0
        FROM unnest($1, $2, $3, $4) AS done (id, attempt, finished, status)
        WHERE runs.id = done.id AND runs.state || '' = 'running' AND runs.attempt = done.attempt AND runs.owner = 'bare'
        """;

    private const string Respond =
        """
        INSERT INTO responses (run, status, headers, body, body_bytes)
        SELECT seq, new.status, new.headers, new.body, new.body_bytes
        FROM unnest($1, $2, $3, $4, $5) AS new (id, status, headers, body, body_bytes) JOIN runs USING (id)
        ON CONFLICT (run) DO UPDATE SET status = excluded.status, headers = excluded.headers, body = excluded.body,
                                        body_bytes = excluded.body_bytes
        """;

    private const string Claim =
        """
        UPDATE runs SET state = 'running', attempt = attempt + 1, owner = 'bare', sent = $1, started = coalesce(started, $1)
        WHERE seq = ANY (ARRAY(SELECT seq FROM runs
                               WHERE queue = 'default' AND state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0
                               ORDER BY priority DESC, due, seq LIMIT $2 FOR UPDATE SKIP LOCKED))
        RETURNING id, attempt, due, method, uri, body
        """;

    // Prepared while the tables are empty: what reads a whole table then would do so ever after.
    private const string Planning = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;

    /// <param name="connection">To an empty database.</param>
    internal BarePostgres(string connection)
    {
        const string Schema = "jobqueue";
        var settings = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, SearchPath = Schema, Options = Planning };
        using (var source = NpgsqlDataSource.Create(settings))
            PostgresSchema.Migrate(source, Schema);
        _connection = new NpgsqlConnection(settings.ToString());
        _connection.Open();
        _batch = new NpgsqlBatch(_connection);
        Add(Insert, Texts, Texts, Texts, Texts, Texts, Bodies);
        Add(Finish, Texts, Numbers, Texts, Numbers);
        Add(Respond, Texts, Numbers, Texts, Bodies, Numbers);
        Add(Claim, NpgsqlDbType.Text, NpgsqlDbType.Bigint);
        _batch.Prepare();
    }

    public List<BareRun> Commit(IReadOnlyList<Run> entering, IReadOnlyList<(BareRun Run, Response Response)> finishing, int most)
    {
        var now = Text(TimeProvider.System.GetUtcNow());
        Set(
            0, Column(entering, run => run.Id), Column(entering, run => Text(run.Due)), Column(entering, run => Text(run.Created)),
            Column(entering, run => run.Request.Method), Column(entering, run => run.Request.Uri),
            Column(entering, run => Bytes(run.Request.Body)));
        Set(
            1, Column(finishing, end => end.Run.Id), Column(finishing, end => (long)end.Run.Attempt), Column(finishing, _ => now),
            Column(finishing, end => (long)end.Response.Status));
        (BareRun Run, Response Response)[] answered =
            [.. finishing.Where(end => end.Response.Headers.Count > 0 || end.Response.BodyBytes > 0)];
        Set(
            2, Column(answered, end => end.Run.Id), Column(answered, end => (long)end.Response.Status),
            Column(answered, end => HeaderText.Print(end.Response.Headers)), Column(answered, end => Bytes(end.Response.Body)),
            Column(answered, end => end.Response.BodyBytes));
        Set(3, now, (long)most);
        return Execute(most);
    }

    public void Dispose()
    {
        _batch.Dispose();
        _connection.Dispose();
    }

    private List<BareRun> Execute(int most)
    {
        var claimed = new List<BareRun>(most);
        using var row = _batch.ExecuteReader();
        while (row.Read())
        {
            var request = new JobRequest
            {
                Method = row.GetString(3),
                Uri = row.GetString(4),
                Body = row.IsDBNull(5) ? default : row.GetFieldValue<byte[]>(5),
            };
            var due = DateTimeOffset.ParseExact(row.GetString(2), "O", CultureInfo.InvariantCulture);
            claimed.Add(new BareRun(row.GetString(0), (int)row.GetInt64(1), due, request));
        }

        return claimed;
    }

    private void Add(string sql, params ReadOnlySpan<NpgsqlDbType> types)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var type in types)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        _batch.BatchCommands.Add(command);
    }

    private void Set(int command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            _batch.BatchCommands[command].Parameters[i].Value = values[i];
    }

    private static TValue[] Column<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return column;
    }

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static byte[]? Bytes(ReadOnlyMemory<byte> body) => body.IsEmpty ? null : body.ToArray();
}
