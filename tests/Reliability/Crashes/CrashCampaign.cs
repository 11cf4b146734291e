using System.Globalization;
using System.Text.Json.Nodes;

namespace JobQueue.Reliability.Crashes;

/// <summary>
/// Kills the command again and again while 40 jobs a second go to the recorder and clients post one-time jobs, then lets it drain.
/// </summary>
internal sealed class CrashCampaign : IAsyncDisposable
{
    private const int Lines = 40;
    private const int Posters = 3;
    private const int LongestLifeMilliseconds = 1500;

    private static readonly TimeSpan BetweenPosts = TimeSpan.FromMilliseconds(20);

    //                                      answer                 options
    private static readonly (string Status, string Options)[] Kinds =
    [
        ("200",         ""),
        ("200",         "--overlap skip"),
        ("404",         ""),
        ("500",         "--retry 0"),
        ("503,200",     "--retry 1"),
    ];

    private readonly Recorder _recorder;
    private readonly HostUnderTest _host = new();
    private readonly Witness _witness;
    private readonly Random _chance;
    private readonly List<string> _acknowledged = [];
    private readonly List<DateTimeOffset> _restarts = [];

    internal CrashCampaign(Recorder recorder, Random chance) =>
        (_recorder, _chance, _witness) = (recorder, chance, new Witness(Path.Combine(_host.Folder, "witness")));

    internal int Kills { get; private set; }

    /// <summary>Kills with requests in flight at the recorder.</summary>
    internal int KillsInFlight { get; private set; }

    /// <summary>The campaign; what is known afterwards.</summary>
    internal async Task<History> RunAsync(int kills)
    {
        _host.Save(string.Concat(Enumerable.Range(0, Lines).Select(Line)));
        await _host.StartAsync([.. _witness.Environment], "--JobQueue:Concurrency=64");
        for (var kill = 0; kill < kills; kill++)
            await KillOnceAsync(isInFlight: kill % 4 != 3);
        return await DrainAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private string Line(int number)
    {
        var (status, options) = Kinds[number % Kinds.Length];
        return $"@every 1s  -  {_recorder.Url}/?status={status}&delay={50 + (250 * number / Lines)} --name job-{number} {options}\n";
    }

    private async Task KillOnceAsync(bool isInFlight)
    {
        using var over = new CancellationTokenSource();
        var posting = Enumerable.Range(0, Posters).Select(_ => PostAsync(over.Token)).ToList();
        await Until.PassedAsync(TimeSpan.FromMilliseconds(_chance.Next(5, LongestLifeMilliseconds)));
        if (isInFlight)
            await Until.TrueAsync("requests in flight", () => _recorder.InFlight > 0);
        KillsInFlight += _recorder.InFlight > 0 ? 1 : 0;
        Kills++;
        await _host.KillAsync();
        await over.CancelAsync();
        await Task.WhenAll(posting);
        // What the kernel had taken from the dead process is at the recorder by now.
        await Until.TrueAsync("an idle recorder", () => _recorder.InFlight == 0);
        _restarts.Add(DateTimeOffset.UtcNow);
        await _host.StartAsync([.. _witness.Environment], "--JobQueue:Concurrency=64");
    }

    private async Task PostAsync(CancellationToken over)
    {
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            var at = number % 2 == 0 ? "now" : DateTimeOffset.UtcNow.AddSeconds(1).ToString("O", CultureInfo.InvariantCulture);
            var uri = $"/echo?delay={10 * (number % 10)}ms&status={(number % 3 == 0 ? 404 : 200)}";
            var job = new JsonObject { ["at"] = at, ["request"] = new JsonObject { ["uri"] = uri } };
            try
            {
                var (status, document) = await _host.PostAsync("/api/jobs", job);
                Expect.Equal(201, status, "the answer to a POST");
                lock (_acknowledged)
                    _acknowledged.Add((string)document!["id"]!);
                await Until.PassedAsync(BetweenPosts);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Killed before the answer: no promise was given.
                return;
            }
        }
    }

    private async Task<History> DrainAsync()
    {
        // What was in flight at the kills, and the occurrences of the time without a process, come to their ends first.
        var until = DateTimeOffset.UtcNow;
        await Until.TrueAsync("an account of every job", () => _host.Ledger.Count(
            $"""
            (SELECT max(coalesce(until, due)) AS last FROM runs WHERE job_id IS NOT NULL GROUP BY job_id) WHERE last > '{Text(until)}'
            """) == Lines);
        await Until.TrueAsync("the end of what was due by now", () => _host.Ledger.Count(
            $"{LedgerFile.OpenRuns} AND due <= '{Text(until)}'") == 0);
        _host.Save("# no more\n");
        await _host.LoadedAsync(jobs: 0);
        await Until.TrueAsync("an end of all runs", () => _host.Ledger.Count(LedgerFile.OpenRuns) == 0);
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
            Acknowledged = _acknowledged,
            Ledger = _host.Ledger.Runs(),
            Arrivals = [.. _recorder.Arrivals.Select(arrival => arrival with { Job = ids[arrival.Job] }), .. _witness.Arrivals()],
            Restarts = _restarts,
            RetriedOn = [503],
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
