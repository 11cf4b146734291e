using System.Globalization;

namespace JobQueue.Reliability.Crashes;

/// <summary>
/// Kills the command again and again while recurring jobs of every kind go to the recorder and clients post one-time jobs, then lets it
/// drain.
/// </summary>
/// <param name="recorder">Where the recurring jobs go.</param>
/// <param name="chance">Draws how long each life is.</param>
/// <param name="lines">How many recurring jobs, each due once a second.</param>
/// <param name="clients">Who posts.</param>
internal sealed class CrashCampaign(Recorder recorder, Random chance, int lines, Clients clients) : IAsyncDisposable
{
    private const int LongestLifeMilliseconds = 1500;
    private const int OneAtAnyMomentIn = 4;
    private const string Serial = "serial";

    //                              answer     delay  options
    private static readonly (string Status, int Delay, string Options)[] Kinds =
    [
        ("200",     50,   ""),
        ("200",     300,  "--overlap skip"),
        ("404",     150,  "--json '{\"full\":true}'"),
        ("500",     100,  "--retry 0"),
        ("503,200", 80,   "--retry 1"),
        ("200",     250,  "--overlap queue"),
        ("200",     1300, "--overlap cancel"),
        ("200",     1500, "--overlap allow"),
        ("200",     200,  "--on-crash never"),
        ("200",     40,   $"--queue {Serial}"),
        ("200",     40,   $"--queue {Serial} --priority 10"),
        ("503,200", 30,   $"--queue {Serial} --retry 1"),
        ("200",     60,   "--queue throttled"),
        ("200",     1200, "--overlap skip --on-crash never"),
    ];

    private static readonly string[] Settings =
    [
        "--JobQueue:Concurrency=64", $"--JobQueue:Queues:{Serial}:Concurrency=1", "--JobQueue:Queues:throttled:Rate=20/s",
    ];

    private readonly HostUnderTest _host = new();
    private readonly List<Crash> _crashes = [];

    internal int Kills => _crashes.Count;

    /// <summary>Kills with requests in flight at the recorder.</summary>
    internal int KillsInFlight { get; private set; }

    private Witness Witness => new(Path.Combine(_host.Folder, "witness"));

    /// <summary>The campaign; what is known afterwards.</summary>
    internal async Task<History> RunAsync(int kills, CancellationToken over)
    {
        _host.Save("# none yet\n");
        await StartAsync();
        _host.Ledger.KeepMoves();
        _host.Save(string.Concat(Enumerable.Range(0, lines).Select(Line)));
        await _host.LoadedAsync(lines);
        for (var kill = 0; kill < kills; kill++)
        {
            over.ThrowIfCancellationRequested();
            await KillOnceAsync(isInFlight: kill % OneAtAnyMomentIn != 0);
        }

        return await DrainAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task StartAsync() => _host.StartAsync([.. Witness.Environment], Settings);

    private string Line(int number)
    {
        var (status, delay, options) = Kinds[number % Kinds.Length];
        return $"@every 1s  -  {recorder.Url}/?status={status}&delay={delay} --name job-{number} {options}\n";
    }

    private async Task KillOnceAsync(bool isInFlight)
    {
        using var over = new CancellationTokenSource();
        var posting = clients.PostAsync(_host, over.Token);
        await Until.PassedAsync(TimeSpan.FromMilliseconds(chance.Next(5, LongestLifeMilliseconds)));
        if (isInFlight)
            await Until.TrueAsync("requests in flight", () => recorder.InFlight > 0);
        KillsInFlight += recorder.InFlight > 0 ? 1 : 0;
        var killed = DateTimeOffset.UtcNow;
        await _host.KillAsync();
        await over.CancelAsync();
        await posting;
        // What the kernel had taken from the dead process is at the recorder by now.
        await Until.TrueAsync("an idle recorder", () => recorder.InFlight == 0);
        var restarted = DateTimeOffset.UtcNow;
        await StartAsync();
        _crashes.Add(new Crash(killed, restarted, DateTimeOffset.UtcNow));
        await clients.RepeatAsync(_host);
    }

    private async Task<History> DrainAsync()
    {
        // What was in flight at the kills, and the occurrences of the time without a process, come to their ends first.
        var until = DateTimeOffset.UtcNow;
        await Until.TrueAsync("an account of every job", () => _host.Ledger.Count(
            $"""
            (SELECT max(coalesce(until, due)) AS last FROM runs WHERE job_id IS NOT NULL GROUP BY job_id) WHERE last > '{Text(until)}'
            """) == lines, Until.Long);
        await Until.TrueAsync("the end of what was due by now", () => _host.Ledger.Count(
            $"{LedgerFile.OpenRuns} AND due <= '{Text(until)}'") == 0, Until.Long);
        _host.Save("# no more\n");
        await _host.LoadedAsync(jobs: 0);
        await Until.TrueAsync("an end of all runs", () => _host.Ledger.Count(LedgerFile.OpenRuns) == 0, Until.Long);
        var code = await _host.StopAsync();
        Expect.Equal(0, code, $"the exit code after SIGTERM; {_host.Process.Error}");
        return History(until);
    }

    private History History(DateTimeOffset until)
    {
        var jobs = _host.Ledger.Read(
            "SELECT id, name, anchor FROM jobs",
            row => (Id: row.GetString(0), Name: row.GetString(1), Anchor: LedgerFile.Instant(row, 2)!.Value));
        var ids = jobs.ToDictionary(job => job.Name, job => job.Id);
        return new History
        {
            Expected = [.. jobs.SelectMany(job => Grid(job.Anchor, until).Select(due => (job.Id, due)))],
            Acknowledged = [.. clients.Acknowledged.Distinct()],
            Keyed = [.. clients.Keyed],
            Ledger = _host.Ledger.Runs(),
            Moves = _host.Ledger.Moves(),
            Arrivals = [.. recorder.Arrivals.Select(arrival => arrival with { Job = ids[arrival.Job] }), .. Witness.Arrivals()],
            Crashes = _crashes,
            RetriedOn = [503],
            Serial = [Serial],
        };
    }

    private static IEnumerable<DateTimeOffset> Grid(DateTimeOffset anchor, DateTimeOffset until)
    {
        for (var due = anchor.AddSeconds(1); due <= until; due = due.AddSeconds(1))
            yield return due;
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
