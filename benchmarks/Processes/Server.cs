using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace JobQueue.Benchmarks.Processes;

/// <summary>A server in a process of its own, on a loopback port that the kernel chose. Disposing ends it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const string Listening = "Listening on ";
    private const int Sigterm = 15;

    /// <summary>The limit of every wait; far above what a slow machine takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What this process was told must not reach the one that is measured.
    private static readonly string[] Inherited = ["JOBQUEUE_", "JobQueue__", "ASPNETCORE_", "DOTNET_"];

    private readonly Process _process;
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly List<string> _error = [];

    private Server(Process process)
    {
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += EndWithThis;
        process.OutputDataReceived += (_, read) => Note(read.Data);
        process.ErrorDataReceived += (_, read) => NoteError(read.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>From before the process until it said that it listens.</summary>
    internal TimeSpan StartTook { get; private set; }

    /// <summary>Processor time so far, of the system too.</summary>
    internal TimeSpan Processor => Fresh().TotalProcessorTime;

    /// <summary>Bytes in memory that are its own or shared.</summary>
    internal long ResidentBytes => Fresh().WorkingSet64;

    /// <summary>The built <c>jobqueue</c> in a folder, with this crontab and the folder's ledger.</summary>
    internal static async Task<Server> StartHostAsync(TempFolder folder, string crontab)
    {
        await File.WriteAllTextAsync(folder.File("jobs.crontab"), crontab);
        return await StartAsync(folder.Path, "jobqueue.dll", "--urls", "http://127.0.0.1:0");
    }

    /// <summary>An app that answers and does nothing.</summary>
    internal static Task<Server> StartEmptyAsync() => StartAsync(AppContext.BaseDirectory, "JobQueue.Benchmarks.dll", EmptyApp.Verb);

    /// <summary>Bytes of the heap of .NET that are in use, or not collected yet.</summary>
    internal async Task<long> HeapBytesAsync()
    {
        Signal(StartupHook.Signal);
        return long.Parse((await LineAsync(StartupHook.Prefix))[StartupHook.Prefix.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it as a person does.</summary>
    internal async Task StopAsync()
    {
        Signal(Sigterm);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"the server ended with {_process.ExitCode}: {Errors()}");
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndWithThis;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    private static async Task<Server> StartAsync(string folder, string assembly, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [InThisFolder(assembly), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToArray())
            start.Environment.Remove(name);
        start.Environment["TZ"] = "UTC";
        start.Environment["DOTNET_STARTUP_HOOKS"] = InThisFolder("JobQueue.Benchmarks.dll");
        var began = Stopwatch.GetTimestamp();
        var server = new Server(Process.Start(start)!);
        try
        {
            var line = await server.LineAsync(Listening);
            server.StartTook = Stopwatch.GetElapsedTime(began);
            server.Url = new Uri(line.Split(Listening)[1].Split(';')[0]);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    // A benchmark that is interrupted leaves no server behind.
    private void EndWithThis(object? sender, EventArgs e) => _process.Kill();

    private static string InThisFolder(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly);

    // DOTNET_ROOT says where .NET is.
    private static bool IsInherited(string name) =>
        !name.StartsWith("DOTNET_ROOT", StringComparison.OrdinalIgnoreCase)
        && Inherited.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private async Task<string> LineAsync(string containing)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var line in _output.Reader.ReadAllAsync(limit.Token))
            {
                if (line.Contains(containing, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
        }

        throw new InvalidOperationException($"the server did not say \"{containing}\": {Errors()}");
    }

    private void Note(string? line)
    {
        if (line is null)
            _output.Writer.TryComplete();
        else
            _output.Writer.TryWrite(line);
    }

    private void NoteError(string? line)
    {
        lock (_error)
            _error.Add(line ?? "");
    }

    private string Errors()
    {
        lock (_error)
            return string.Join('\n', _error);
    }

    private Process Fresh()
    {
        _process.Refresh();
        return _process;
    }

    private void Signal(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
            throw new InvalidOperationException($"process {_process.Id} cannot be signalled: error {Marshal.GetLastPInvokeError()}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
