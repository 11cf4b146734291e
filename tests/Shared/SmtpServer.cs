using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace JobQueue.Tests;

/// <summary>A real mail server on loopback, Debian's aiosmtpd, in a process of its own. Disposing ends it.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    /// <summary>Of every wait; far above what a slow machine takes.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private const int NoModule = 3;

    // Debian's own: another that comes first in the path may not have Debian's modules.
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;
    private readonly Channel<JsonElement> _mails = Channel.CreateUnbounded<JsonElement>();

    private SmtpServer(Process process) => _process = process;

    internal int Port { get; private set; }

    /// <summary>Starts it with options of smtp-server.py. Where there is none the test is inconclusive, and failed where no tool may be missing.</summary>
    internal static async Task<SmtpServer> StartAsync(params IEnumerable<string> options)
    {
        if (!File.Exists(Python))
            throw MissingTool.Says($"{Python} is not there");
        var process = Process.Start(new ProcessStartInfo(Python, [Script(AppContext.BaseDirectory), .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var server = new SmtpServer(process);
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        if (line is null)
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
            throw process.ExitCode == NoModule ? MissingTool.Says("aiosmtpd is not there") : new InvalidOperationException("the mail server did not start");
        }

        server.Port = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        _ = server.ReadAsync();
        return server;
    }

    /// <summary>The next mail that it was given, as it understands it.</summary>
    internal Task<JsonElement> NextAsync() => _mails.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    /// <summary>So many mails.</summary>
    internal async Task<List<JsonElement>> NextAsync(int count)
    {
        var mails = new List<JsonElement>();
        while (mails.Count < count)
            mails.Add(await NextAsync());
        return mails;
    }

    /// <summary>Those that it was given, and nobody has asked for.</summary>
    internal int Others => _mails.Reader.Count;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Limit);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _mails.Writer.TryWrite(JsonDocument.Parse(line).RootElement);
    }

    private static string Script(string folder) =>
        File.Exists(Path.Combine(folder, "JobQueue.sln"))
            ? Path.Combine(folder, "tests", "Shared", "smtp-server.py")
            : Script(Path.GetDirectoryName(folder)!);
}
