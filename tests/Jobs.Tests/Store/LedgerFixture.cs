using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>A ledger of its own, and rows to put into it.</summary>
internal sealed class LedgerFixture : IAsyncDisposable
{
    internal static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly string _store;
    private readonly int _busyReads;
    private readonly Cluster? _cluster;
    private int _ids;

    /// <param name="store">Where the ledger is; null for a file of SQLite that goes with the fixture.</param>
    /// <param name="busyReads">So many reads fail at first, as where another program holds the file.</param>
    /// <param name="cluster">How the process sees the cluster; null for what the ledger says.</param>
    internal LedgerFixture(string? store = null, int busyReads = 0, Cluster? cluster = null)
    {
        (_store, _busyReads, _cluster) = (store ?? $"sqlite:{Path}", busyReads, cluster);
        Ledger = Open();
    }

    internal Ledger Ledger { get; private set; }

    internal string Path => _folder.File("jobqueue.db");

    internal Ledger Open() => new(new BusyAtFirst(LedgerEngine.Open(_store), _busyReads, _cluster), NullLogger.Instance);

    internal async Task ReopenAsync()
    {
        await Ledger.DisposeAsync();
        Ledger = Open();
    }

    internal Run NewRun(RunState state = RunState.Pending, JobPolicy? policy = null, string? jobId = null, DateTimeOffset? notBefore = null) => new()
    {
        Id = RunId.New(Now.AddMilliseconds(++_ids)),
        JobId = jobId,
        JobName = policy?.Name,
        Due = notBefore ?? Now,
        NotBefore = notBefore,
        Created = Now,
        State = state,
        Policy = policy ?? JobPolicy.Default,
        Request = new JobRequest { Uri = "/work" },
    };

    internal Task<bool> AddAsync(Run run) => Ledger.WriteAsync(connection => RunWrites.Add(connection, run, owner: null));

    /// <summary>Adds so many copies of a run; what it may have beside the columns of every run is not copied.</summary>
    /// <param name="which">The run, in SQL.</param>
    /// <param name="times">How many.</param>
    internal Task MultiplyAsync(string which, int times) => Ledger.WriteAsync(connection => connection.Execute(
        $"""
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {times})
        INSERT INTO runs (id, job_name, cause, due, state, not_before, queue, priority, created, finished, method, uri)
        SELECT id || '-' || n, job_name, cause, due, state, not_before, queue, priority, created, finished, method, uri FROM runs, numbers WHERE {which}
        """));

    internal Task<List<Run>> ClaimAsync(int most = 10, string owner = "me") =>
        Ledger.WriteAsync(connection => RunWrites.Claim(connection, "default", most, owner, Now));

    internal async Task<bool> FinishAsync(Run run, RunFinish finish, string owner = "me") =>
        (await Ledger.WriteAsync(connection => RunEnds.Finish(connection, run, owner, finish))).IsOurs;

    internal Task<Run?> FindAsync(string id) => Ledger.ReadAsync(connection => RunReads.Find(connection, id));

    internal RecurringJob NewJob(JobPolicy? policy = null)
    {
        var id = RunId.New(Now.AddMilliseconds(++_ids));
        return new RecurringJob
        {
            Id = id,
            Identity = id,
            Schedule = "@hourly",
            TimeZone = "UTC",
            Anchor = Now,
            Source = "/jobs.crontab",
            Fingerprint = id,
            Request = new JobRequest { Uri = "/work" },
            Policy = policy ?? JobPolicy.Default,
            Created = Now,
        };
    }

    internal Task<RecurringJob> AddJobAsync(JobPolicy? policy = null) => PutAsync(NewJob(policy));

    internal Task<RecurringJob> PutAsync(RecurringJob job) => Ledger.WriteAsync(connection =>
    {
        JobRows.Put(connection, job);
        return job;
    });

    internal async Task<Occurrence> OccurAsync(RecurringJob job, DateTimeOffset due, bool isCaughtUp = false) =>
        (await Ledger.WriteAsync(connection => JobWrites.Occur(connection, job.Id, RunOf(job, due), owner: null, isCaughtUp))).What;

    /// <summary>A run of a job, that is not in the ledger.</summary>
    internal Run RunOf(RecurringJob job, DateTimeOffset due) =>
        NewRun(jobId: job.Id, policy: job.Policy) with { Due = due, Cause = RunCause.Schedule };

    internal Task<List<Run>> RunsOfAsync(RecurringJob job) =>
        Ledger.ReadAsync(connection => RunSearch.Find(
            connection, new RunFilter { Job = job.Id }, before: null, limit: 100, mostLookedAt: 1000, RunRows.Columns).Runs.ToList());

    internal Task<JobState?> StateAsync(RecurringJob job) => Ledger.ReadAsync(connection => JobWrites.State(connection, job.Id));

    internal static RunFinish Finish(RunState state, int? status, Disposition disposition = Disposition.Keep) =>
        new() { State = state, At = Now, Status = status, Disposition = disposition };

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        _folder.Dispose();
    }
}
