using System.Diagnostics;
using System.Globalization;

namespace JobQueue.Tests;

/// <summary>
/// A real PostgreSQL on loopback, Debian's, with a cluster of its own in a temporary folder. Disposing ends it. PostgreSQL refuses to run
/// as root: as root it is started as the user postgres, whom Debian's package makes.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Of every wait; far above what a slow machine takes.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private const string Programs = "/usr/lib/postgresql";
    private const int Quit = 3;
    private const int Interrupt = 2;

    private readonly DirectoryInfo _folder;
    private readonly bool _isDurable;
    private readonly int _port;
    private Process? _process;
    private int _databases;

    private PostgresServer(DirectoryInfo folder, int port, bool isDurable) => (_folder, _port, _isDurable) = (folder, port, isDurable);

    internal int Port => _port;

    /// <summary>Why there is no PostgreSQL on this machine; null where there is one.</summary>
    internal static string? WhyMissing => Bin is null ? "PostgreSQL is not there (Debian: postgresql)" : null;

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="isDurable">Whether a commit is on disk when it is acknowledged: for what measures, or kills. Else it is faster.</param>
    /// <exception cref="InvalidOperationException">There is no PostgreSQL, or it does not start.</exception>
    internal static async Task<PostgresServer> StartAsync(bool isDurable = false)
    {
        if (WhyMissing is { } why)
            throw new InvalidOperationException(why);
        var folder = Directory.CreateTempSubdirectory("jobqueue-postgres-");
        var server = new PostgresServer(folder, FreePort.Next(), isDurable);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres", folder.FullName);
        await RunAsUserAsync("initdb", "-D", server.Data, "-U", "jobqueue", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it after <see cref="StopAsync"/>; ends when it takes connections.</summary>
    internal async Task StartAgainAsync()
    {
        string[] durability = _isDurable ? [] : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];
        var start = AsUser(
            "postgres",
            ["-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", Data, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", .. durability]);
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        var said = new Queue<string>();
        var began = Stopwatch.GetTimestamp();
        while (await _process.StandardError.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            said.Enqueue(line);
            if (line.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                // It stops when nobody reads what it says; who waits for a pipe blocks a thread, so it is one of its own.
                var error = _process.StandardError;
                _ = Task.Factory.StartNew(error.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                return;
            }
        }

        throw new InvalidOperationException(
            $"PostgreSQL did not start within {Stopwatch.GetElapsedTime(began)}: {string.Join('\n', said)}");
    }

    /// <summary>Stops it: at once as after a crash of the server, or in order, ending open connections.</summary>
    internal async Task StopAsync(bool isImmediate)
    {
        if (_process is null)
            return;
        Signal(isImmediate ? Quit : Interrupt);
        await _process.WaitForExitAsync().WaitAsync(Limit);
        _process.Dispose();
        _process = null;
    }

    /// <summary>A new, empty database; the connection string to it, as JobQueue:Store has it behind <c>postgres:</c>.</summary>
    internal async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"db{Interlocked.Increment(ref _databases)}");
        await SqlAsync("postgres", $"CREATE DATABASE {name}");
        return string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=jobqueue;Database={name}");
    }

    /// <summary>What psql prints for a statement, unaligned and without headings.</summary>
    internal Task<string> SqlAsync(string database, string sql) => RunAsUserAsync(
        "psql", "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", "jobqueue", "-d", database, "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql);

    public async ValueTask DisposeAsync()
    {
        await StopAsync(isImmediate: true);
        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private static string? Bin { get; } = Directory.Exists(Programs)
        ? Directory.GetDirectories(Programs).Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private void Signal(int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static Task<string> RunAsUserAsync(string program, params IEnumerable<string> arguments) => RunAsync(AsUser(program, arguments));

    private static Task RunAsync(string program, params IEnumerable<string> arguments) => RunAsync(new ProcessStartInfo(program, arguments));

    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Limit);
        return process.ExitCode == 0
            ? (await output).TrimEnd('\n')
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)}: {await error}");
    }

    // setpriv replaces itself with the program: the id of the process is PostgreSQL's.
    private static ProcessStartInfo AsUser(string program, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(Bin!, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = "/";
        return start;
    }
}
