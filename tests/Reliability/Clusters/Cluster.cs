using System.Globalization;
using JobQueue.Tests;

namespace JobQueue.Reliability.Clusters;

/// <summary>Nodes on one PostgreSQL and one crontab, with recurring jobs of every kind that go to a recorder.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>What nodes call the recorder.</summary>
    internal const string Target = "recorder";

    /// <summary>A queue of which the cluster sends one run at a time.</summary>
    internal const string Serial = "serial";

    // One of which a run begins each second, and twice as many come due.
    private const string Throttled = "throttled";

    //                              answer     delay  options
    private static readonly (string Status, int Delay, string Options)[] Kinds =
    [
        ("200",     50,   ""),
        ("200",     300,  "--overlap skip"),
        ("404",     150,  $"--json '{{\"full\":true}}' --queue {Throttled}"),
        ("500",     100,  "--retry 0"),
        ("503,200", 80,   "--retry 1"),
        ("200",     250,  "--overlap queue"),
        ("200",     1500, "--overlap allow"),
        ("200",     200,  "--on-crash never"),
    ];

    private readonly Recorder _recorder;
    private readonly string _crontab;
    private readonly List<Crash> _crashes = [];
    private readonly List<(int Process, DateTimeOffset At)> _resumed = [];
    private readonly List<string> _serial = [];

    private Cluster(Recorder recorder, PostgresServer server, string database, string folder)
    {
        (_recorder, Server, Database, Folder) = (recorder, server, database, folder);
        _crontab = Path.Combine(folder, "cluster.crontab");
        Ledger = new ClusterLedger(database);
    }

    internal PostgresServer Server { get; }

    internal string Database { get; }

    /// <summary>Shared by all.</summary>
    internal string Folder { get; }

    internal ClusterLedger Ledger { get; }

    internal List<ClusterNode> Nodes { get; } = [];

    /// <summary>When others have to go on with what a node had in flight; null: nothing is said of that.</summary>
    internal TimeSpan? TakeoverWithin { get; init; }

    /// <summary>When what comes due has to be entered by those that are there.</summary>
    internal TimeSpan EnteredWithin { get; init; }

    /// <summary>In any such time at most seven runs of the queue with a rate begin.</summary>
    internal TimeSpan SevenIn { get; init; }

    /// <summary>So many nodes on a new database, that are not started.</summary>
    internal static async Task<Cluster> CreateAsync(
        Bench bench, int nodes, bool isBehindProxy = false, string[]? starter = null, bool isCloned = false, string? program = null)
    {
        var server = await bench.PostgresAsync();
        var recorder = await bench.RecorderAsync();
        var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, Path.GetRandomFileName())).FullName;
        var cluster = new Cluster(recorder, server, await server.NewDatabaseAsync(), folder)
        {
            TakeoverWithin = bench.Limit(TimeSpan.FromSeconds(20)),
            EnteredWithin = bench.Limit(TimeSpan.FromSeconds(30)),
            SevenIn = TimeSpan.FromSeconds(bench.JudgesTime ? 5 : 3),
        };
        cluster.Save([]);
        string[] settings =
        [
            "--crontab", cluster._crontab, "--JobQueue:Concurrency=32", $"--JobQueue:Queues:{Serial}:Concurrency=1",
            $"--JobQueue:Queues:{Throttled}:Rate=1/s", $"--JobQueue:Targets:{Target}:BaseUrl={recorder.Url}",
        ];
        for (var number = 0; number < nodes; number++)
            cluster.Nodes.Add(new ClusterNode(number, cluster.Database, isBehindProxy, settings, isCloned ? folder : null, starter ?? [])
            {
                Host = { Program = program },
                OnTheWay = bench.Limit(TimeSpan.FromMilliseconds(500)),
            });
        return cluster;
    }

    /// <summary>As <see cref="CreateAsync"/>; started, and with recurring jobs that are due every second.</summary>
    internal static async Task<Cluster> StartAsync(
        Bench bench, int nodes, int lines, bool isBehindProxy = false, string[]? starter = null, bool isCloned = false, string? program = null)
    {
        var cluster = await CreateAsync(bench, nodes, isBehindProxy, starter, isCloned, program);
        await cluster.Nodes[0].StartAsync();
        await cluster.Ledger.KeepMovesAsync();
        await Task.WhenAll(cluster.Nodes.Skip(1).Select(node => node.StartAsync()));
        await cluster.LoadAsync(Enumerable.Range(0, lines).Select(cluster.Line));
        return cluster;
    }

    /// <summary>A node that is there, the next by this number; null: none is.</summary>
    internal ClusterNode? Next(int turn)
    {
        var there = Nodes.Where(node => node.IsThere).ToList();
        return there.Count == 0 ? null : there[turn % there.Count];
    }

    /// <summary>Saves the crontab, and waits until its jobs are the ones there are.</summary>
    internal async Task LoadAsync(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        Save(all);
        await Until.TrueAsync($"{all.Count} jobs", () => Ledger.HasAsync("jobs WHERE state = 'active'", all.Count));
    }

    /// <summary>A node was in trouble: its runs may go again.</summary>
    internal void Note(Crash crash) => _crashes.Add(crash);

    /// <summary>A process that was stopped is about to be let go on.</summary>
    internal void NoteResumed(int process) => _resumed.Add((process, DateTimeOffset.UtcNow));

    /// <summary>The order of this queue is held against what was promised.</summary>
    internal void JudgeOrder(string queue) => _serial.Add(queue);

    /// <summary>Lets all that is due come to its end, ends the recurring jobs, and stops the nodes. What is known then.</summary>
    internal async Task<History> DrainAsync(ClusterClients clients)
    {
        var until = DateTimeOffset.UtcNow;
        var jobs = await Ledger.CountAsync("jobs WHERE state = 'active'");
        // Of every second up to then: a node may be about to enter one when another has entered the next, and of a job that is gone it enters none.
        await DrainedAsync("an account of every job", () => Ledger.HasAsync(
            $"""
            (SELECT job_id FROM runs JOIN jobs ON jobs.id = job_id WHERE cause = 'schedule' GROUP BY job_id, anchor
             HAVING max(coalesce(until, due)) > '{LedgerRows.Text(until)}'
                AND sum(coalesce(count, 1)) = round(extract(epoch FROM max(coalesce(until, due))::timestamptz - anchor::timestamptz))) t
            """,
            jobs));
        await LoadAsync([]);
        await DrainedAsync("an end of all runs", () => Ledger.HasAsync(LedgerRows.OpenRuns, 0));
        foreach (var node in Nodes.Where(node => node.IsThere))
            Expect.Equal(0, await node.StopAsync(), $"the exit code of node {node.Number}; {node.Host.Process.Error}");
        return await HistoryAsync(clients, jobs > 0 ? until : DateTimeOffset.MinValue);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }

    /// <summary>Saves the crontab in place.</summary>
    internal void Save(IEnumerable<string> lines) => File.WriteAllText(_crontab, string.Concat(lines.Prepend("# of the cluster\n")));

    /// <summary>A recurring job that is due every second.</summary>
    internal string Line(int number)
    {
        var (status, delay, options) = Kinds[number % Kinds.Length];
        return string.Create(
            CultureInfo.InvariantCulture, $"@every 1s  -  {_recorder.Url}/?status={status}&delay={delay} --name job-{number} {options}\n");
    }

    // After a long time without a database there is much to do.
    private static async Task DrainedAsync(string what, Func<Task<bool>> holds)
    {
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); !await holds(); await Until.PassedAsync(TimeSpan.FromMilliseconds(200)))
        {
            if (watch.Elapsed > Until.Long)
                throw new InvalidOperationException($"waited {Until.Long.TotalSeconds} s in vain for {what}");
        }
    }

    private async Task<History> HistoryAsync(ClusterClients clients, DateTimeOffset until)
    {
        var jobs = await Ledger.ReadAsync(
            "SELECT id, name, anchor FROM jobs",
            row => (Id: row.GetString(0), Name: row.GetString(1), Anchor: LedgerRows.Instant(row, 2)!.Value));
        var ids = jobs.ToDictionary(job => job.Name, job => job.Id);
        var acknowledged = clients.Posts.Where(post => post.IsAcknowledged).ToList();
        return new History
        {
            Expected = [.. jobs.SelectMany(job => Crashes.Trial.EverySecond(job.Anchor, until).Select(due => (job.Id, due)))],
            Acknowledged = [.. acknowledged.Select(post => post.Id!).Distinct()],
            Keyed = [.. acknowledged.Where(post => post.HasKey).Select(post => (ClusterClients.Key(post.Number), post.Id!))],
            Ledger = await Ledger.RunsAsync(),
            Moves = await Ledger.MovesAsync(),
            Arrivals = [.. _recorder.Arrivals.Select(arrival => arrival with { Job = ids.GetValueOrDefault(arrival.Job, arrival.Job) })],
            Crashes = _crashes,
            Resumed = _resumed,
            RetriedOn = [503],
            Serial = _serial,
            // One a second; each is seen to begin some time after it was counted, with the transaction that is on its way.
            Rates = [(Throttled, 7, SevenIn)],
            Nodes = await Ledger.NodesAsync(),
            TakeoverWithin = TakeoverWithin,
            EnteredWithin = EnteredWithin,
            UnseenFor = TimeSpan.FromSeconds(1),
        };
    }
}
