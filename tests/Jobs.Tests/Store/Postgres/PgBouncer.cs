using System.Diagnostics;
using System.Globalization;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>A real PgBouncer on loopback before the PostgreSQL of the tests. Disposing ends it. As root it is started as the user postgres.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly TempFolder _folder = new();
    private readonly Process _process;

    private PgBouncer(string mode, int server)
    {
        Port = FreePort.Next();
        File.WriteAllText(_folder.File("users"), "\"jobqueue\" \"\"\n");
        File.WriteAllText(_folder.File("pgbouncer.ini"), string.Create(
            CultureInfo.InvariantCulture,
            $"""
            [databases]
            * = host=127.0.0.1 port={server}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {_folder.File("users")}
            pool_mode = {mode}
            default_pool_size = 50
            ignore_startup_parameters = search_path, options
            """));
        string[] command = [Program, _folder.File("pgbouncer.ini")];
        if (Environment.IsPrivilegedProcess)
        {
            using var own = Process.Start("chown", ["-R", "postgres", _folder.Path]);
            own.WaitForExit();
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command];
        }

        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, WorkingDirectory = "/" })!;
    }

    internal int Port { get; }

    /// <summary>Starts one; where there is none the test is inconclusive, and failed where no tool may be missing.</summary>
    /// <param name="mode">Its <c>pool_mode</c>.</param>
    /// <param name="server">The port of PostgreSQL.</param>
    internal static async Task<PgBouncer> StartAsync(string mode, int server)
    {
        if (!File.Exists(Program))
            throw MissingTool.Says("PgBouncer is not there (Debian: pgbouncer)");
        var pooler = new PgBouncer(mode, server);
        var error = pooler._process.StandardError;
        while (await error.ReadLineAsync().WaitAsync(PostgresServer.Limit) is { } line)
        {
            if (line.Contains("process up", StringComparison.Ordinal))
            {
                _ = Task.Factory.StartNew(error.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                return pooler;
            }
        }

        throw new InvalidOperationException("PgBouncer did not start");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
