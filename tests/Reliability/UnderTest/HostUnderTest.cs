using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace JobQueue.Reliability.UnderTest;

/// <summary>The command in a folder of its own, on a port of its own, started as often as a test wants.</summary>
/// <param name="program">The command; null for the one that was built with this program.</param>
/// <param name="verb">The first argument, for a program that wants one.</param>
/// <param name="shared">A folder that several of it work in, and another deletes; null: one of its own.</param>
internal sealed class HostUnderTest(string? program = null, string? verb = null, string? shared = null) : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = JobQueueProcess.Limit };

    private static readonly HttpClient HttpOfNewConnections =
        new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = JobQueueProcess.Limit };

    private readonly DirectoryInfo _folder =
        shared is null ? Directory.CreateTempSubdirectory("jobqueue-e2e-") : new DirectoryInfo(shared);

    private JobQueueProcess? _process;
    private string _url = "";

    /// <summary>The command that is started next; null for the one that was built with this program.</summary>
    internal string? Program { get; set; } = program;

    internal string Folder => _folder.FullName;

    internal string Crontab => Path.Combine(Folder, "jobs.crontab");

    /// <summary>The ledger, below the folder.</summary>
    internal string Store { get; set; } = "jobqueue.db";

    /// <summary>The connection string of a ledger in PostgreSQL; null: it is in <see cref="Store"/>.</summary>
    internal string? Database { get; set; }

    /// <summary>As <c>--store</c> takes it.</summary>
    internal string StoreOption => Database is null ? $"sqlite:{Store}" : $"postgres:{Database}";

    /// <summary>What requests show, where keys are needed; null for nothing.</summary>
    internal string? Key { get; set; }

    /// <summary>What is started with the command as its arguments, and starts it; none: the command itself.</summary>
    internal IReadOnlyList<string> Starter { get; init; } = [];

    /// <summary>Where it listens, for one that is started again while others turn to it; 0: the kernel chooses.</summary>
    internal int Port { get; init; }

    internal string Url => _url;

    internal JobQueueProcess Process => _process ?? throw new InvalidOperationException("the command was not started");

    /// <summary>The ledger's file.</summary>
    internal string StorePath => Path.Combine(Folder, Store);

    internal LedgerFile Ledger => new(StorePath);

    /// <summary>Starts the command with this crontab, and waits until it sends.</summary>
    internal static async Task<HostUnderTest> StartAsync(string crontab, params string[] arguments)
    {
        var host = new HostUnderTest();
        host.Save(crontab);
        await host.StartAsync(arguments);
        return host;
    }

    /// <summary>Starts the command, and waits until it sends. Where the kernel chooses the port no two tests meet.</summary>
    internal Task StartAsync(params string[] arguments) => StartAsync([], arguments);

    /// <inheritdoc cref="StartAsync(string[])"/>
    internal async Task StartAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        _process = Launch(arguments, environment);
        var line = await _process.OutputLineAsync("Listening on ");
        _url = line.Split("Listening on ")[1].Split(';')[0];
    }

    /// <summary>As <see cref="StartAsync(string[])"/>; false when the process has ended before it sent.</summary>
    internal async Task<bool> TryStartAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        _process = Launch(arguments, environment);
        var listening = _process.TryOutputLineAsync("Listening on ");
        if (await listening is not { } line)
            return false;
        _url = line.Split("Listening on ")[1].Split(';')[0];
        return true;
    }

    /// <summary>Starts another process of the command in the same folder.</summary>
    internal JobQueueProcess Launch(string[] arguments, (string Name, string Value)[]? environment = null) =>
        JobQueueProcess.Start(
            [.. verb is null ? [] : new[] { verb }, "--urls", $"http://127.0.0.1:{Port}", "--store", StoreOption, .. arguments],
            [("TZ", "UTC"), .. environment ?? []],
            Folder,
            program: Program,
            starter: Starter);

    /// <summary>Saves the crontab in place; where it is new nobody else may write it, whatever the umask is.</summary>
    internal void Save(string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(Crontab, options);
        file.Write(text);
    }

    /// <summary>SIGTERM; the exit code.</summary>
    internal async Task<int> StopAsync()
    {
        Process.Terminate();
        return await Process.ExitAsync();
    }

    /// <summary>SIGKILL.</summary>
    internal async Task KillAsync()
    {
        Process.Kill();
        await Process.ExitAsync();
    }

    internal async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Http.SendAsync(Request(HttpMethod.Get, path));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    internal async Task<int> StatusAsync(string path)
    {
        using var response = await Http.SendAsync(Request(HttpMethod.Get, path));
        return (int)response.StatusCode;
    }

    /// <summary>As <see cref="StatusAsync"/>, over a new connection; null without an answer.</summary>
    internal async Task<int?> TryStatusAsync(string path)
    {
        try
        {
            using var response = await HttpOfNewConnections.SendAsync(Request(HttpMethod.Get, path));
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    internal async Task<(int Status, JsonNode? Body)> PostAsync(string path, JsonNode? body = null, string? idempotencyKey = null)
    {
        using var request = Request(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body ?? new JsonObject());
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    internal async Task<int> DeleteAsync(string path)
    {
        using var response = await Http.SendAsync(Request(HttpMethod.Delete, path));
        return (int)response.StatusCode;
    }

    /// <summary>The stored response of a run.</summary>
    internal Task<HttpResponseMessage> ResponseAsync(string runId) => Http.GetAsync($"{_url}/api/runs/{runId}/response");

    internal static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => await Http.SendAsync(request);

    /// <summary>Waits until the job is as wanted; its document.</summary>
    internal Task<JsonNode> JobAsync(string name, Func<JsonNode, bool> isWanted) => Until.SeenAsync(
        $"the wanted state of job {name}", async () => await GetAsync($"/api/jobs/{name}") is var job && isWanted(job) ? job : null);

    /// <summary>Waits until the job has this state; its document.</summary>
    internal Task<JsonNode> JobAsync(string name, string state) => JobAsync(name, job => (string?)job["state"] == state);

    /// <summary>Waits until the crontab is as wanted; its document.</summary>
    internal Task<JsonNode> CrontabAsync(Func<JsonNode, bool> isWanted) => Until.SeenAsync(
        "the wanted state of the crontab", async () => await GetAsync("/api/crontab") is var crontab && isWanted(crontab) ? crontab : null);

    /// <summary>Waits until a load of a crontab of so many jobs is in force. An answer that is a problem, as to a key that asks too often, is none.</summary>
    internal Task<JsonNode> LoadedAsync(int jobs) =>
        CrontabAsync(crontab => (int?)crontab["jobs"] == jobs && (bool?)crontab["healthy"] is true);

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, _url + path);
        if (Key is not null)
            request.Headers.Authorization = new("Bearer", Key);
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (shared is null)
            _folder.Delete(recursive: true);
    }
}
