using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Quartz.Extensibility;

namespace JobQueue.Scheduler.Clock;

/// <summary>The triggers of recurring jobs in Quartz's clustered store: each due fires on one of the nodes.</summary>
/// <remarks>
/// The rows are derived: <see cref="ReconcileAsync"/> makes them anew from the ledger's jobs. When a node dies, what it had claimed is fired
/// by another once its check-in is overdue, and what it was firing is fired once more, then with the instant of that firing as its due.
/// </remarks>
internal sealed class ClusteredTriggers(ClockCluster cluster, DueJob job, TimeProvider time, ILogger logger)
{
    private const string Name = "jobqueue";
    private const string TablePrefix = "qrtz_";
    private const int Threads = 16;

    // One transaction; nothing else is set meanwhile.
    private const int Batch = 2_000;

    // A node is dead after both: 9 seconds. Checking in makes three transactions.
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckInLate = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    // What is due now may be on its way to the ledger; what is older than this was accounted for there while nothing fired.
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(1);

    // Nodes that live fire within a second, and what dead ones had claimed within the time that it takes to miss them.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(15);

    private readonly IJobDetail _dueJob = JobBuilder.Create<DueJob>().WithIdentity(DueJob.Key).StoreDurably().RequestRecovery().Build();
    private readonly TriggerWrites _writes = new(cluster.DataSource, Name);
    private IScheduler? _scheduler;
    private ClusterBridge? _bridge;

    /// <summary>Makes the tables where they are not there, one node at a time.</summary>
    /// <exception cref="LedgerException">The database refuses, or is not there.</exception>
    internal async Task PrepareAsync(CancellationToken cancel)
    {
        try
        {
            await MakeAsync(cancel);
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            throw refusal;
        }
    }

    // Quartz says in an exception of its own what the database said.
    private LedgerException? Refusal(Exception? e) => e is null ? null
        : PostgresSettings.Read(cluster.DataSource.ConnectionString).Refusal(e) ?? Refusal(e.InnerException);

    private async Task MakeAsync(CancellationToken cancel)
    {
        await using var gate = await cluster.DataSource.OpenConnectionAsync(cancel);
        await using var transaction = await gate.BeginTransactionAsync(cancel);
        // It does nothing while the tables are made over other connections.
        await using (var stay = new NpgsqlCommand("SET LOCAL idle_in_transaction_session_timeout = 0", gate, transaction))
            await stay.ExecuteNonQueryAsync(cancel);
        await using (var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('jobqueue clock') # $1)", gate, transaction))
        {
            wait.Parameters.AddWithValue(cluster.LockSeed);
            await wait.ExecuteNonQueryAsync(cancel);
        }

        // To make one asks for the right to, also where it is there.
        await using (var look = cluster.DataSource.CreateCommand("SELECT to_regnamespace(quote_ident($1)) IS NOT NULL"))
        {
            look.Parameters.AddWithValue(cluster.Schema);
            if (await look.ExecuteScalarAsync(cancel) is false)
            {
                await using var schema = cluster.DataSource.CreateCommand($"CREATE SCHEMA \"{cluster.Schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                await schema.ExecuteNonQueryAsync(cancel);
            }
        }

        _scheduler = await QuartzSchedulerBuilder.Create(Configure).BuildScheduler(cancel);
        if (!await _scheduler.Exists(DueJob.Key, cancel))
            await _scheduler.AddJob(_dueJob, AddJobOptions.Replacing, cancel);
    }

    internal async Task StartAsync(CancellationToken cancel) => await Scheduler.Start(cancel);

    internal async Task StopAsync(CancellationToken cancel)
    {
        if (_scheduler is { } scheduler)
            await scheduler.Standby(cancel);
    }

    internal async Task EndAsync()
    {
        if (_scheduler is not { } scheduler)
            return;
        try
        {
            await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None).AsTask().WaitAsync(EndLimit, time);
        }
        catch (TimeoutException)
        {
            // Quartz tries until the database is there; what it had claimed is for the others, as after a crash.
        }

        await cluster.DisposeAsync();
    }

    /// <summary>The triggers are others: looks at them now.</summary>
    internal async Task WakeAsync(CancellationToken cancel)
    {
        if (_bridge is { } bridge)
            await bridge.WakeAsync(cancel);
    }

    /// <summary>Gives these jobs their triggers. One that is there with the same definition stays as it is, and is not written.</summary>
    internal async Task<Reconciled> SetAsync(IReadOnlyCollection<TimedJob> jobs, CancellationToken cancel) =>
        await SetAsync(jobs, await StoredAsync(jobs.Count == 1 ? jobs.First().Id : null, cancel), cancel);

    /// <summary>
    /// Whether triggers are not fired that should have been for a while: as one that a node had claimed when its connection broke stays claimed
    /// while that node lives.
    /// </summary>
    internal Task<bool> IsBehindAsync(CancellationToken cancel) => _writes.IsAnyOverdueAsync(time.GetUtcNow() - Overdue, cancel);

    /// <summary>All triggers.</summary>
    internal Task<StoredTriggers> StoredAsync(CancellationToken cancel) => StoredAsync(null, cancel);

    /// <summary>By the one node that reconciles: adds the triggers that lack, replaces those that differ, removes those of no job.</summary>
    /// <param name="stored">From before the jobs were looked at.</param>
    /// <param name="jobs">All recurring jobs that this version can read.</param>
    /// <param name="known">The ids of all.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task<Reconciled> ReconcileAsync(
        StoredTriggers stored, IReadOnlyCollection<TimedJob> jobs, IReadOnlySet<string> known, CancellationToken cancel)
    {
        var set = await SetAsync(jobs, stored, cancel);
        List<string> surplus = [.. stored.ById.Keys.Where(id => !known.Contains(id))];
        await RemoveAsync(surplus, cancel);
        return set with { Removed = set.Removed + surplus.Count };
    }

    internal async Task RemoveAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancel)
    {
        foreach (var some in jobIds.Chunk(Batch))
            await _writes.RemoveAsync(some, cancel);
    }

    private IScheduler Scheduler => _scheduler ?? throw new InvalidOperationException("the clock was not prepared");

    private async Task<Reconciled> SetAsync(IReadOnlyCollection<TimedJob> jobs, StoredTriggers stored, CancellationToken cancel)
    {
        var (lacking, replaced) = (new List<(TimedJob Job, DateTimeOffset Next)>(), 0);
        var never = new List<string>();
        foreach (var timed in jobs)
        {
            var header = stored.ById.GetValueOrDefault(timed.Id);
            if (timed.Schedule.NextAfter(timed.After) is not { } next)
            {
                if (header is not null)
                    never.Add(timed.Id);
            }
            else if (header is null || !IsSame(header, timed.Definition, next))
            {
                lacking.Add((timed, next));
                replaced += header is null ? 0 : 1;
            }
        }

        foreach (var some in lacking.Chunk(Batch))
            await _writes.PutAsync(some, cancel);
        if (lacking.Count > 0)
            await WakeAsync(cancel);
        await RemoveAsync(never, cancel);
        return new(lacking.Count - replaced, replaced, never.Count);
    }

    private bool IsSame(TriggerHeader header, DueDefinition definition, DateTimeOffset next) =>
        header.Description == definition.Text
        && header.State is not (TriggerState.Error or TriggerState.Complete)
        && header.NextFireTimeUtc >= next - Behind
        && header.NextFireTimeUtc >= time.GetUtcNow() - Overdue
        // Else one was fired that did not come to the ledger.
        && (header.NextFireTimeUtc <= next || next >= time.GetUtcNow() - Behind);

    private async Task<StoredTriggers> StoredAsync(string? jobId, CancellationToken cancel)
    {
        var found = await Scheduler.QueryTriggers(
            new TriggerQuery
            {
                Group = GroupMatcher<TriggerKey>.GroupEquals(DueJob.TriggerGroup),
                Name = jobId is null ? null : NameMatcher<TriggerKey>.NameEquals(jobId),
                Take = PagedQuery.All,
            },
            cancel);
        return new(found.Items.ToDictionary(header => header.Key.Name, StringComparer.Ordinal));
    }

    private void Configure(IQuartzBuilder quartz)
    {
        quartz.ConfigureScheduler(options =>
            {
                (options.InstanceName, options.InstanceId) = (Name, cluster.Node);
                (options.IdleWaitTime, options.MaxBatchSize) = (cluster.IdleWait, Threads);
            })
            .UseDefaultThreadPool(Threads)
            .UseTimeProvider(time)
            .UseJobFactory(job)
            .AddSchedulerListener(services => _bridge = new ClusterBridge(services.GetRequiredService<ISchedulerSignaler>(), logger))
            .UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.DataSourceFactory = _ => cluster.DataSource);
                store.ProvisionSchema();
                store.UseTriggerPersistenceDelegate(_ => new DueTriggerRows(time));
                store.UseClustering(clustering => (clustering.CheckinInterval, clustering.CheckinMisfireThreshold) = (CheckIn, CheckInLate));
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = TablePrefix;
                    options.LockOnInsert = false;
                    // Of a database that is away they ask for ever, also when the process is to end.
                    options.UseBackgroundThreads = true;
                    // A database that was away is no fault of the trigger.
                    options.MaxConsecutiveFireFailures = 0;
                    (options.DbRetryInterval, options.TransientRetryInterval) = (BetweenTries, BetweenTries);
                });
            });
    }
}
