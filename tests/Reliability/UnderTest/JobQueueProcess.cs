using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace JobQueue.Reliability.UnderTest;

/// <summary>The built <c>jobqueue</c>, or another program, running as its user runs it. Disposing kills it.</summary>
internal sealed class JobQueueProcess : IAsyncDisposable
{
    /// <summary>The limit of every wait but that for a line; far above what a slow machine takes.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // A start is waited for by the line it ends with: the longest thing that a process does.
    private static readonly TimeSpan LineLimit = TimeSpan.FromSeconds(180);

    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    // What this process was told must not reach the one under test.
    private static readonly string[] Inherited =
        ["JOBQUEUE_", "JobQueue__", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "DOTNET_URLS", "NOTIFY_SOCKET", "WATCHDOG_", "JOURNAL_STREAM"];

    private readonly Process _process;
    private readonly bool _hasStarter;
    private readonly ProcessOutput _output = new();
    private readonly ProcessOutput _error = new();
    private readonly Task _outputRead;
    private readonly Task _errorRead;

    private JobQueueProcess(Process process, bool hasStarter)
    {
        (_process, _hasStarter) = (process, hasStarter);
        _outputRead = _output.ReadAsync(process.StandardOutput);
        _errorRead = _error.ReadAsync(process.StandardError);
    }

    /// <summary>The command that was built with this program.</summary>
    internal static string Command => Path.Combine(AppContext.BaseDirectory, "jobqueue.dll");

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <summary>What was printed so far.</summary>
    internal string Output => _output.Text;

    /// <summary>What was printed to the standard error so far.</summary>
    internal string Error => _error.Text;

    /// <summary>Starts the command in the folder (null: this one), with variables added and the input typed and closed.</summary>
    internal static JobQueueProcess Start(
        IEnumerable<string> arguments,
        IEnumerable<(string Name, string Value)>? environment = null,
        string? folder = null,
        string input = "",
        string? program = null,
        IEnumerable<string>? starter = null)
    {
        var started = OpenProgram(program ?? Command, arguments, environment, folder, starter);
        started._process.StandardInput.Write(input);
        started._process.StandardInput.Close();
        return started;
    }

    /// <summary>As <see cref="Start"/>, with the input left open for <see cref="TypeAsync"/>.</summary>
    internal static JobQueueProcess Open(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null, string? folder = null) =>
        OpenProgram(Command, arguments, environment, folder);

    /// <summary>As <see cref="Open"/>, of another program.</summary>
    internal static JobQueueProcess OpenProgram(
        string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null, string? folder = null,
        IEnumerable<string>? starter = null)
    {
        string[] line = [.. starter ?? [], "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
        };
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return new JobQueueProcess(Process.Start(start)!, hasStarter: starter?.Any() is true);
    }

    internal async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Starts the command and waits until it has ended.</summary>
    internal static async Task<CommandResult> RunAsync(
        IEnumerable<string> arguments,
        IEnumerable<(string Name, string Value)>? environment = null,
        string? folder = null,
        string input = "")
    {
        await using var process = Start(arguments, environment, folder, input);
        var code = await process.ExitAsync();
        return new CommandResult(code, process.Output, process.Error);
    }

    /// <summary>The first line of the output that contains the text, printed already or yet to come.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or the limit passed, without it; says what was printed.</exception>
    internal async Task<string> OutputLineAsync(string containing) =>
        await LineAsync(_output, containing) ?? throw Without(containing);

    /// <summary>As <see cref="OutputLineAsync"/>; null when the process has ended without it.</summary>
    internal Task<string?> TryOutputLineAsync(string containing) => LineAsync(_output, containing);

    /// <summary>As <see cref="OutputLineAsync"/>, of the standard error.</summary>
    internal async Task<string> ErrorLineAsync(string containing) =>
        await LineAsync(_error, containing) ?? throw Without(containing);

    /// <summary>SIGTERM: a polite request to end.</summary>
    internal void Terminate() => Signal(Sigterm);

    /// <summary>SIGSTOP: it computes nothing until <see cref="Resume"/>.</summary>
    internal void Pause() => Signal(Sigstop);

    /// <summary>SIGCONT.</summary>
    internal void Resume() => Signal(Sigcont);

    /// <summary>SIGKILL: as a crash.</summary>
    internal void Kill() => _process.Kill();

    /// <summary>The exit code, once the process has ended and all it printed is read; 128 + n after signal n.</summary>
    internal async Task<int> ExitAsync()
    {
        await Task.WhenAll(_process.WaitForExitAsync(), _outputRead, _errorRead).WaitAsync(Limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await ExitAsync();
        _process.Dispose();
    }

    private async Task<string?> LineAsync(ProcessOutput output, string containing)
    {
        try
        {
            return await output.LineAsync(containing).WaitAsync(LineLimit);
        }
        catch (TimeoutException e)
        {
            throw Without(containing, e);
        }
    }

    private InvalidOperationException Without(string containing, Exception? cause = null) =>
        new($"no line with \"{containing}\"; the output:\n{Output}\nthe error:\n{Error}", cause);

    private void Signal(int signal)
    {
        // What started it keeps signals to itself.
        var id = _hasStarter ? int.Parse(File.ReadAllText($"/proc/{Id}/task/{Id}/children"), CultureInfo.InvariantCulture) : Id;
        if (SendSignal(id, signal) != 0)
            throw new InvalidOperationException($"process {Id} cannot be signalled: error {Marshal.GetLastPInvokeError()}");
    }

    private static bool IsInherited(string name) => Inherited.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
