using System.Globalization;
using System.Text.Json;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>Operations of all kinds, the same for several ledgers, and what they come to.</summary>
internal sealed class GroupScript
{
    private const int OfAKind = 20;

    private static readonly DateTimeOffset Now = LedgerFixture.Now;
    private static readonly RunFinish Good = LedgerFixture.Finish(RunState.Succeeded, 200);

    private static readonly Response Answer = new()
    {
        Status = 201,
        Headers = [new("Content-Type", "text/plain"), new("X-Other", "a: b")],
        Body = new byte[] { 0, 1, 255 },
        BodyBytes = 3,
    };

    private readonly List<Run> _given;
    private readonly List<Func<LedgerConnection, Func<object?>>> _operations;

    internal GroupScript(LedgerFixture some)
    {
        _given = [.. Enumerable.Range(0, OfAKind * Ends.Length).Select(_ => some.NewRun())];
        var held = some.NewRun(notBefore: Now.AddDays(1), state: RunState.Scheduled);
        _given.Add(held);
        _operations =
        [
            .. Enumerable.Range(0, OfAKind).SelectMany(_ => Entries, (_, entry) => entry(some)),
            .. _given.Select((run, index) => Ends[index % Ends.Length](run)),
            connection => Value(RunWrites.Cancel(connection, held.Id, "anna", "wrong one", Now)),
            connection => Late(RunWrites.ClaimInGroup(connection, "default", 1_000, "me", Now), claimed => string.Join(' ', claimed.Select(run => run.Id))),
        ];
    }

    internal int Count => _operations.Count;

    /// <summary>Applies them one after the other, each in a transaction of its own; what each came to.</summary>
    internal async Task<string> ApplyEachAsync(LedgerFixture fixture)
    {
        await PrepareAsync(fixture);
        var values = new List<object?>();
        foreach (var operation in _operations)
            values.Add(await fixture.Ledger.WriteInGroupAsync(operation));
        return JsonSerializer.Serialize(values);
    }

    /// <summary>Applies them in one transaction; what each came to.</summary>
    internal async Task<string> ApplyTogetherAsync(LedgerFixture fixture)
    {
        await PrepareAsync(fixture);
        using var gate = new ManualResetEventSlim();
        var before = fixture.Ledger.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(60)));
        var values = _operations.ConvertAll(operation => fixture.Ledger.WriteInGroupAsync(operation));
        gate.Set();
        await before;
        return JsonSerializer.Serialize(await Task.WhenAll(values));
    }

    /// <summary>All rows of the tables that the operations write, but the numbers that the ledger gave.</summary>
    internal static Task<string> RowsAsync(LedgerFixture fixture) => fixture.Ledger.ReadAsync(connection => string.Join('\n', Tables.SelectMany(sql =>
        connection.All(sql.Sql, row => string.Join('|', Enumerable.Range(0, sql.Columns).Select(column => column == sql.Body
            ? Convert.ToHexString(row.Bytes(column).Span)
            : Convert.ToString(row.Value(column), CultureInfo.InvariantCulture)))))));

    private static readonly (string Sql, int Columns, int Body)[] Tables =
    [
        ($"SELECT {RunRows.Columns.Replace("seq,", "owner,", StringComparison.Ordinal)} FROM runs ORDER BY id", RunRows.Count, 23),
        ("SELECT id, responses.status, responses.headers, responses.body, body_bytes FROM responses JOIN runs ON seq = run ORDER BY id", 5, 3),
        ("SELECT id, attempts.attempt, attempts.finished, attempts.status FROM attempts JOIN runs ON seq = run ORDER BY id", 4, -1),
        ("SELECT at, kind, run_id, who, reason FROM events ORDER BY seq", 5, -1),
        ("SELECT minute, state, runs, late_ms, late_max_ms, duration_ms, duration_max_ms FROM run_minutes ORDER BY minute, state", 7, -1),
    ];

    // How runs enter.
    private static readonly Func<LedgerFixture, Func<LedgerConnection, Func<object?>>>[] Entries =
    [
        some => Enter(some.NewRun(), owner: null),
        some => Enter(some.NewRun() with { State = RunState.Running, Attempt = 1, Started = Now, Sent = Now }, "me"),
        some => Enter(some.NewRun(notBefore: Now.AddHours(1), state: RunState.Scheduled), owner: null),
        some => Enter(some.NewRun(policy: JobPolicy.Default with { Name = "the-one" }), owner: null),
        some => Enter(some.NewRun(policy: JobPolicy.Default with { Priority = 7, Queue = "slow" }), owner: null),
        some => Enter(
            some.NewRun() with
            {
                Request = new JobRequest
                {
                    Method = "POST", Uri = "/work?a=\0", User = "anna", Headers = [new("X-Some", "thing")], Body = new byte[] { 0, 255 },
                },
                RequestedBy = "bert",
                Depth = 3,
            },
            owner: null),
        some => AnyWaits(some.NewRun()),
    ];

    // What running attempts come to.
    private static readonly Func<Run, Func<LedgerConnection, Func<object?>>>[] Ends =
    [
        run => Finish(run, Good),
        run => Finish(run, Good with { Status = 201, Response = Answer }),
        run => Finish(run, LedgerFixture.Finish(RunState.Failed, 500) with { Error = "a\0b" }),
        run => Finish(run, LedgerFixture.Finish(RunState.Pending, 503, Disposition.Retry) with { NotBefore = Now.AddMinutes(1) }),
        run => Finish(run, Good with { Response = Answer }, "another"),
        run => Finish(run, Good with { Progress = new RunProgress(40, "zipping", Now) }),
        run => connection => Both(Finish(run, Good)(connection), Finish(run, LedgerFixture.Finish(RunState.Failed, 500))(connection)),
        run => Finish(run, LedgerFixture.Finish(RunState.TimedOut, null) with { At = Now.AddMinutes(2) }),
    ];

    private async Task PrepareAsync(LedgerFixture fixture)
    {
        foreach (var run in _given)
            await fixture.AddAsync(run);
        await fixture.ClaimAsync(_given.Count);
    }

    private static Func<LedgerConnection, Func<object?>> Enter(Run run, string? owner) => connection => Value(RunWrites.Add(connection, run, owner));

    // As the queue does: it enters as running where none waits before it.
    private static Func<LedgerConnection, Func<object?>> AnyWaits(Run run) => connection =>
    {
        var anyWaits = RunWrites.AnyWaits(connection, "default");
        RunWrites.Add(connection, run, owner: null);
        return Value(anyWaits);
    };

    private static Func<LedgerConnection, Func<object?>> Finish(Run run, RunFinish finish, string owner = "me")
    {
        var sent = run with { State = RunState.Running, Attempt = 1, Started = Now, Sent = Now };
        return connection => Late(RunEnds.FinishInGroup(connection, sent, owner, finish), ended => $"{ended.IsOurs} {ended.Follower}");
    }

    private static Func<object?> Value(object value) => () => value.ToString();

    private static Func<object?> Late<T>(Func<T> value, Func<T, string> print) => () => print(value());

    private static Func<object?> Both(Func<object?> one, Func<object?> other) => () => $"{one()} {other()}";
}
