using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>A ledger with history in it, and what is left of that.</summary>
internal sealed class PruningFixture(LedgerFixture rows) : IAsyncDisposable
{
    internal static readonly DateTimeOffset Now = LedgerFixture.Now;

    internal LedgerFixture Rows => rows;

    internal Ledger Ledger => Rows.Ledger;

    /// <summary>A run that ended so many days ago; of a job, due at that time.</summary>
    internal async Task<Run> AddAsync(
        double daysAgo, RunState state = RunState.Succeeded, RecurringJob? job = null, Func<Run, Run>? with = null)
    {
        var at = Now.AddDays(-daysAgo);
        var run = Rows.NewRun(state, jobId: job?.Id) with
        {
            Cause = RunCause.Schedule,
            Due = at,
            Created = at,
            Attempt = 1,
            Finished = state is RunState.Scheduled or RunState.Pending or RunState.Running ? null : at,
        };
        run = with?.Invoke(run) ?? run;
        await Rows.AddAsync(run);
        return run;
    }

    /// <summary>A run of today, so that none of the others is the newest of all.</summary>
    internal Task<Run> AddNewestAsync() => AddAsync(daysAgo: 0);

    internal Task<Pruned> PruneAsync(
        int days = 30, int runsPerJob = 10_000, TimeProvider? time = null, CancellationToken cancel = default) =>
        new Pruning(Ledger, new RetentionLimits(TimeSpan.FromDays(days), runsPerJob), time ?? new ManualTimeProvider(Now)).RunAsync(cancel);

    internal Task<List<string>> IdsAsync() =>
        Ledger.ReadAsync(connection => connection.All("SELECT id FROM runs ORDER BY seq", row => row.String(0)));

    internal async Task<bool> IsThereAsync(Run run) => await Rows.FindAsync(run.Id) is not null;

    internal async Task<long> NumberAsync(string sql) => (long)(await Ledger.ReadAsync(connection => connection.Scalar(sql)))!;

    internal Task WriteAsync(Action<LedgerConnection> write) => Ledger.WriteAsync(connection =>
    {
        write(connection);
        return true;
    });

    public ValueTask DisposeAsync() => Rows.DisposeAsync();
}
