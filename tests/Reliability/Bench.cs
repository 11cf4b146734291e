using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using JobQueue.Tests;

namespace JobQueue.Reliability;

/// <summary>What one scenario works with, and where it says what came of it. The folder goes with it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const int FewestThatJudgeTime = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jobqueue-bench-");
    private readonly SortedDictionary<string, List<string>> _findings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _figures = [];
    private readonly Lock _gate = new();
    private Recorder? _recorder;
    private PostgresServer? _postgres;

    /// <param name="scenario">Its name: with the seed it makes the chance.</param>
    /// <param name="count">How often; 1 or more.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    /// <param name="old">The command of an earlier version; null for none.</param>
    internal Bench(string scenario, int count, int seed, string? old = null)
    {
        (Count, Seed, Old) = (count, seed, old);
        Chance = new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {scenario}"))));
    }

    /// <summary>How often the trouble is made: <c>--kills</c>. A scenario may take a share of it.</summary>
    internal int Count { get; }

    internal int Seed { get; }

    /// <summary>The command of an earlier version; null for none.</summary>
    internal string? Old { get; }

    /// <summary>Of this scenario alone, so that it is the same with and without the others. Not for several threads.</summary>
    internal Random Chance { get; }

    /// <summary>Empty at first.</summary>
    internal string Folder => _folder.FullName;

    /// <summary>Why it could not be done on this machine; null for done. Not done is never passed.</summary>
    internal string? WhyNotRun { get; private set; }

    /// <summary>What must be 0, by class, with what was found.</summary>
    internal IReadOnlyDictionary<string, List<string>> Findings => _findings;

    internal IReadOnlyDictionary<string, double> Figures => _figures;

    internal bool HasFindings => _findings.Values.Any(found => found.Count > 0);

    /// <summary>The count, as a share: one in so many, at least and at most.</summary>
    internal int Share(int oneIn, int atLeast, int atMost) => Math.Clamp(Count / oneIn, atLeast, atMost);

    /// <summary>Whether times are held against what is promised. In tests, beside other tests, they say little.</summary>
    internal bool JudgesTime => Count >= FewestThatJudgeTime;

    /// <summary>A promised time, to be kept; ten times as much where <see cref="JudgesTime"/> is false.</summary>
    internal TimeSpan Limit(TimeSpan promised) => JudgesTime ? promised : 10 * promised;

    /// <summary>A recorder, a process of its own, the same for the whole scenario.</summary>
    internal async Task<Recorder> RecorderAsync() => _recorder ??= await Recorder.StartProcessAsync(Folder);

    /// <summary>A PostgreSQL of the scenario's own, with commits on disk; where the machine has none, the scenario is not run.</summary>
    internal async Task<PostgresServer?> PostgresOrNotRunAsync()
    {
        if (PostgresServer.WhyMissing is not { } why)
            return await PostgresAsync();
        NotRun(why);
        return null;
    }

    /// <summary>As <see cref="PostgresOrNotRunAsync"/>, where that was asked.</summary>
    internal async Task<PostgresServer> PostgresAsync() => _postgres ??= await PostgresServer.StartAsync(isDurable: true);

    /// <summary>These classes were looked for; they must be 0, and are shown also then.</summary>
    internal void MustBeZero(params IEnumerable<string> classes)
    {
        lock (_gate)
        {
            foreach (var name in classes)
                _findings.TryAdd(name, []);
        }
    }

    /// <summary>Something of a class that must be 0.</summary>
    internal void Find(string name, string what)
    {
        MustBeZero(name);
        lock (_gate)
            _findings[name].Add(what);
    }

    /// <summary>The class must be 0; a finding unless the condition holds.</summary>
    internal void Must(string name, bool holds, Func<string> otherwise)
    {
        MustBeZero(name);
        if (!holds)
            Find(name, otherwise());
    }

    internal void Figure(string name, double value)
    {
        lock (_gate)
            _figures[name] = value;
    }

    /// <summary>One more of these.</summary>
    internal void CountOne(string name)
    {
        lock (_gate)
            _figures[name] = _figures.GetValueOrDefault(name) + 1;
    }

    /// <summary>This machine lacks what the scenario needs.</summary>
    internal void NotRun(string why) => WhyNotRun = why;

    /// <summary>Whether a program can be started, for scenarios that need a tool.</summary>
    internal static bool Has(string program)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
    }

    /// <summary>Starts a tool and waits for its end.</summary>
    internal static async Task<CommandResult> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_recorder is not null)
            await _recorder.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
