using System.Diagnostics;
using System.Globalization;

namespace JobQueue.Reliability.Storage;

/// <summary>
/// strace(1). On a process that runs already it writes down what is brought to disk, and may make an fsync fail.
/// A process may also be started under it.
/// </summary>
internal sealed class Strace : IAsyncDisposable
{
    private const string Program = "strace";
    private const string Writes = "pwrite64";
    private const string Syncs = "fsync,fdatasync";

    // All that may change a file, bring it to disk, or say something to others.
    private const string CallsOfAWholeLife =
        $"{Syncs},{Writes},write,writev,pwritev,pwritev2,ftruncate,fallocate,mmap,sendto,sendmsg,sendmmsg";

    // More than a page of the ledger, and than the head of a message.
    private const string MostBytesOfAString = "8192";

    private readonly Process _process;
    private readonly string _log;

    private Strace(Process process, string log) => (_process, _log) = (process, log);

    /// <summary>
    /// What a command is started with so that what it does to files and connections is written down, with strings and paths in hexadecimal.
    /// </summary>
    /// <param name="log">The file that is written; whole once the process has ended.</param>
    internal static string[] Starter(string log) =>
    [
        Program, "-f", "--seccomp-bpf", "-q", "-y", "-xx", "-s", MostBytesOfAString, "-e", "signal=none",
        "-e", $"trace={CallsOfAWholeLife}", "-o", log,
    ];

    /// <summary>Why this machine cannot; null where it can.</summary>
    internal static async Task<string?> WhyNotAsync()
    {
        if (!Bench.Has(Program))
            return "there is no strace";
        string[] tried = Starter("/dev/null");
        var result = await Bench.RunAsync(tried[0], [.. tried[1..], "true"]);
        return result.ExitCode == 0 ? null : $"strace may not trace: {result.Error.Trim()}";
    }

    /// <summary>Attaches to all threads of a process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="log">The file it writes.</param>
    /// <param name="failing">What fails with EIO; null: nothing.</param>
    /// <param name="ledger">The path of the ledger.</param>
    internal static async Task<Strace> AttachAsync(int pid, string log, FailingFsync? failing, string ledger)
    {
        string[] inject = failing is null ? [] : ["-e", $"inject={Syncs}:error=EIO:when={failing.Number}"];
        // Counted, made to fail and written down is only what concerns this file.
        string[] only = failing?.Suffix is { } suffix ? ["-P", ledger + suffix] : [];
        var process = pid.ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["-f", "-ttt", "-y", .. only, "-e", $"trace={Writes},{Syncs}", "-s", "0", .. inject, "-o", log, "-p", process];
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardError = true };
        var strace = new Strace(Process.Start(start)!, log);
        var said = new ProcessOutput();
        _ = said.ReadAsync(strace._process.StandardError);
        if (await said.LineAsync("attached").WaitAsync(JobQueueProcess.Limit) is null)
            throw new InvalidOperationException($"strace cannot attach: {said.Text}");
        return strace;
    }

    /// <summary>What it saw by now, in order.</summary>
    internal List<SystemCall> Seen() => [.. File.ReadLines(_log).Where(line => line.Contains('<')).Select(Read)];

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
