using System.Diagnostics;
using System.Globalization;

namespace JobQueue.Reliability.Storage;

/// <summary>strace(1) on a process that runs already: writes down its fsyncs, and may make one of them fail.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private const string Program = "strace";
    private const string Calls = "fsync,fdatasync";

    private readonly Process _process;
    private readonly string _log;

    private Strace(Process process, string log) => (_process, _log) = (process, log);

    /// <summary>Why this machine cannot; null where it can.</summary>
    internal static string? WhyNot => Bench.Has(Program) ? null : "there is no strace";

    /// <summary>Attaches to all threads of a process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="log">The file it writes.</param>
    /// <param name="failing">The how manieth fsync of a thread, from 1, fails with EIO; null: none.</param>
    internal static async Task<Strace> AttachAsync(int pid, string log, int? failing)
    {
        string[] inject = failing is { } which ? ["-e", $"inject={Calls}:error=EIO:when={which}"] : [];
        var process = pid.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Program, ["-f", "-ttt", "-y", "-e", $"trace={Calls}", .. inject, "-o", log, "-p", process])
        {
            RedirectStandardError = true,
        };
        var strace = new Strace(Process.Start(start)!, log);
        var said = new ProcessOutput();
        _ = said.ReadAsync(strace._process.StandardError);
        if (await said.LineAsync("attached").WaitAsync(JobQueueProcess.Limit) is null)
            throw new InvalidOperationException($"strace cannot attach: {said.Text}");
        return strace;
    }

    /// <summary>What it saw by now.</summary>
    internal List<SystemCall> Seen() =>
        [.. File.ReadLines(_log).Where(line => line.Contains("sync(", StringComparison.Ordinal)).Select(Read)];

    public async ValueTask DisposeAsync()
    {
        // The kernel lets go what it held.
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // PID SECONDS.MICROSECONDS fsync(12</path>) = 0
    private static SystemCall Read(string line)
    {
        var seconds = decimal.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return new SystemCall(DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)), line);
    }
}
