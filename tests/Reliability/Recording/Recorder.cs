namespace JobQueue.Reliability.Recording;

/// <summary>
/// A target in another process than the command under test, with what it wrote down: a process of its own, or in this one where a test
/// wants it quickly. Either way what counts is its file.
/// </summary>
internal sealed class Recorder : IAsyncDisposable
{
    private readonly DirectoryInfo? _folder;
    private readonly IAsyncDisposable _server;
    private readonly RecorderLog _log;

    private Recorder(string url, string path, IAsyncDisposable server, DirectoryInfo? folder = null) =>
        (Url, _log, _server, _folder) = (url, new RecorderLog(path), server, folder);

    internal string Url { get; }

    /// <inheritdoc cref="RecorderLog.InFlight"/>
    internal int InFlight => _log.InFlight;

    /// <inheritdoc cref="RecorderLog.Arrivals"/>
    internal IReadOnlyList<Arrival> Arrivals => _log.Arrivals;

    /// <summary>In this process.</summary>
    internal static async Task<Recorder> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("jobqueue-recorder-");
        var path = RecorderCommand.PathIn(folder.FullName);
        var app = await RecorderApp.StartAsync(path, port: 0);
        return new Recorder(app.Url, path, app, folder);
    }

    /// <summary>In a process of its own, which ends with this one.</summary>
    internal static async Task<Recorder> StartProcessAsync(string folder)
    {
        var process = JobQueueProcess.OpenProgram(
            typeof(Recorder).Assembly.Location, [RecorderCommand.Name, "--folder", folder, "--port", "0"]);
        var line = await process.OutputLineAsync(RecorderCommand.Ready);
        return new Recorder(line[RecorderCommand.Ready.Length..], RecorderCommand.PathIn(folder), process);
    }

    /// <summary>What came of a job, by its name or id.</summary>
    internal IReadOnlyList<Arrival> Of(string job) => [.. Arrivals.Where(arrival => arrival.Job == job)];

    /// <summary>What came later than this.</summary>
    internal IEnumerable<Arrival> Since(DateTimeOffset at) => Arrivals.Where(arrival => arrival.At > at);

    /// <summary>Waits until the job has come so often; what came.</summary>
    internal Task<IReadOnlyList<Arrival>> ReceivedAsync(string job, int count) => Until.SeenAsync(
        $"{count} requests of {job}", () => Task.FromResult(Of(job) is var came && came.Count >= count ? came : null));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder?.Delete(recursive: true);
    }
}
