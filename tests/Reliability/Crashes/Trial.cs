using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace JobQueue.Reliability.Crashes;

/// <summary>A host of its own with a place of its own at the recorder, that dies and is started anew, and what it did.</summary>
/// <param name="recorder">A target; its requests of this trial are known by the tag.</param>
/// <param name="tag">Another for each trial.</param>
/// <param name="program">The command; null for the usual one.</param>
/// <param name="verb">Of the program; null for none.</param>
internal sealed class Trial(Recorder recorder, string tag, string? program = null, string? verb = null) : IAsyncDisposable
{
    internal const int KilledExitCode = 137;

    private readonly List<string> _acknowledged = [];
    private readonly List<Crash> _crashes = [];
    private bool _keepsMoves;

    internal HostUnderTest Host { get; } = new(program, verb);

    internal string Tag => tag;

    /// <summary>Environment variables of the process, from the next start on.</summary>
    internal IReadOnlyList<(string Name, string Value)> Variables { get; set; } = [];

    /// <summary>Requests of this trial.</summary>
    internal IReadOnlyList<Arrival> Arrivals => [.. recorder.Arrivals.Where(arrival => arrival.Tag == tag)];

    /// <summary>Requests of this trial that are at the recorder and not answered.</summary>
    internal int InFlight => recorder.Arrivals.Count(arrival => arrival.Tag == tag && arrival.End is null);

    private Witness Witness => new(Path.Combine(Host.Folder, "witness"));

    internal string Url(string query) => $"{recorder.Url}/{tag}?{query}";

    /// <summary>Starts the command; false when it has ended before it sent. Once it is up, its ledger keeps account of the moves.</summary>
    /// <param name="failpoint">Null: none.</param>
    /// <param name="settings">Arguments.</param>
    internal async Task<bool> TryStartAsync(string? failpoint, params string[] settings)
    {
        (string, string)[] armed = failpoint is null ? [] : [("JOBQUEUE_FAILPOINT", failpoint)];
        var isUp = await Host.TryStartAsync([.. Witness.Environment, .. Variables, .. armed], settings);
        if (isUp && _crashes is [.., { Ready: null } last])
            _crashes[^1] = last with { Ready = DateTimeOffset.UtcNow };
        if (isUp && !_keepsMoves)
            Host.Ledger.KeepMoves();
        _keepsMoves |= isUp;
        return isUp;
    }

    /// <summary>Starts the command, which is to come up.</summary>
    internal async Task StartAsync(params string[] settings) =>
        Expect.Equal(true, await TryStartAsync(null, settings), $"{tag}: it came up; {Host.Process.Output}{Host.Process.Error}");

    /// <summary>POSTs a one-time job for the app itself; nothing when the process dies over it.</summary>
    /// <param name="at">When it is due.</param>
    /// <param name="uri">A path of the app.</param>
    /// <param name="policy">Fields of the job beside these.</param>
    internal Task AddAsync(string at, string uri, params IEnumerable<(string Name, JsonNode Value)> policy)
    {
        var job = new JsonObject { ["at"] = at, ["request"] = new JsonObject { ["uri"] = uri } };
        foreach (var (name, value) in policy)
            job[name] = value;
        return PostAsync("/api/jobs", job, "id");
    }

    /// <summary>Has a recurring job run now; nothing when the process dies over it.</summary>
    internal Task RunAsync(string name) => PostAsync($"/api/jobs/{name}/run", new JsonObject(), "runId");

    /// <summary>A 201 was received for this job.</summary>
    internal void Acknowledge(string id)
    {
        lock (_acknowledged)
            _acknowledged.Add(id);
    }

    private async Task PostAsync(string path, JsonObject body, string id)
    {
        try
        {
            var (status, document) = await Host.PostAsync(path, body);
            Expect.Equal(true, status is 201 or 202, $"{tag}: status {status} was an acknowledgement; {document}");
            Acknowledge((string)document![id]!);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            // No promise was given.
        }
    }

    internal Task InFlightAsync(int count) => Until.TrueAsync($"{tag}: {count} requests in flight", () => InFlight >= count);

    /// <summary>SIGKILL, and all that follows until it can be started anew.</summary>
    internal async Task KillAsync()
    {
        var killed = DateTimeOffset.UtcNow;
        await Host.KillAsync();
        await NoteCrashAsync(killed);
    }

    /// <summary>Waits until the process has ended by itself; its exit code, null when it does not.</summary>
    internal async Task<int?> DiedAsync()
    {
        var alive = DateTimeOffset.UtcNow;
        try
        {
            var code = await Host.Process.ExitAsync();
            await NoteCrashAsync(alive);
            return code;
        }
        catch (TimeoutException)
        {
            await KillAsync();
            return null;
        }
    }

    /// <summary>Lets all that is due come to its end, ends the recurring jobs, and stops.</summary>
    internal async Task<History> DrainAsync()
    {
        var until = DateTimeOffset.UtcNow;
        var jobs = Host.Ledger.Count("jobs WHERE state = 'active' AND schedule = '@every 1s'");
        if (jobs > 0)
        {
            await Until.TrueAsync($"{tag}: an account of every job", () => Host.Ledger.Count(
                $"""
                (SELECT max(coalesce(until, due)) AS last FROM runs WHERE job_id IS NOT NULL GROUP BY job_id) WHERE last > '{Text(until)}'
                """) == jobs, Until.Long);
            Host.Save("# no more\n");
            await Host.LoadedAsync(jobs: 0);
        }

        await Until.TrueAsync($"{tag}: an end of all runs", () => Host.Ledger.Count(LedgerFile.OpenRuns) == 0, Until.Long);
        await StopAsync();
        return HistoryUntil(jobs > 0 ? until : DateTimeOffset.MinValue);
    }

    internal async Task StopAsync()
    {
        var code = await Host.StopAsync();
        Expect.Equal(0, code, $"{tag}: the exit code after SIGTERM; {Host.Process.Error}");
    }

    /// <summary>What is known, of jobs that are due every second up to the instant.</summary>
    internal History HistoryUntil(DateTimeOffset until)
    {
        var jobs = Host.Ledger.Read(
            "SELECT id, name, anchor, schedule = '@every 1s' FROM jobs WHERE name IS NOT NULL",
            row => (Id: row.GetString(0), Name: row.GetString(1), Anchor: LedgerFile.Instant(row, 2)!.Value, IsGrid: row.GetBoolean(3)));
        var ids = jobs.ToDictionary(job => job.Name, job => job.Id);
        var everySecond = jobs.Where(job => job.IsGrid);
        return new History
        {
            Expected = [.. everySecond.SelectMany(job => EverySecond(job.Anchor, until).Select(due => (job.Id, due)))],
            Acknowledged = [.. _acknowledged],
            Ledger = Host.Ledger.Runs(),
            Moves = Host.Ledger.Moves(),
            Arrivals =
            [
                .. Arrivals.Concat(Witness.Arrivals())
                    .Select(arrival => arrival with { Job = ids.GetValueOrDefault(arrival.Job, arrival.Job) }),
            ],
            Crashes = _crashes,
            RetriedOn = [],
        };
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    internal static IEnumerable<DateTimeOffset> EverySecond(DateTimeOffset anchor, DateTimeOffset until)
    {
        for (var due = anchor.AddSeconds(1); due <= until; due = due.AddSeconds(1))
            yield return due;
    }

    internal static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Waits until what the kernel had taken from the process that ended is at the recorder, and notes the end.</summary>
    internal async Task NoteCrashAsync(DateTimeOffset at)
    {
        await Until.TrueAsync($"{tag}: an idle recorder", () => InFlight == 0);
        _crashes.Add(new Crash(at, DateTimeOffset.UtcNow));
    }
}
