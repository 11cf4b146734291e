using System.Collections.Immutable;
using JobQueue.Jobs;
using JobQueue.Jobs.Events;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Crontab;
using Microsoft.Extensions.Logging;

namespace JobQueue.Scheduler.Loading;

/// <summary>Brings what the crontabs say into force: whole, or, with any fault, not at all.</summary>
internal sealed partial class CrontabLoader(
    Ledger ledger, Recurring recurring, SchedulerOptions options, TimeProvider time, ILogger<CrontabLoader> logger)
{
    internal const string DefaultFile = "jobs.crontab";

    // All of them are in the status.
    private const int MostLogged = 20;
    private const int MostMovedAtOnce = 500;

    internal const string BuiltIn = "the built-in crontab.example";

    private volatile CrontabStatus _status = new();

    // All jobs that ever stood in a crontab, by identity, as the last load left them; states and anchors change elsewhere.
    private Dictionary<string, RecurringJob> _known = [];

    // The lines of the last load that are in force, by their text.
    private Dictionary<string, CrontabLine> _lines = [];

    // Once there was a jobs.crontab, its deletion removes nothing. Null until the ledger was asked whether there was one.
    private bool? _hasDefaultFile;

    internal CrontabStatus Status => _status;

    /// <summary>Jobs of the schedule in force: those of its lines but the ones that are removed.</summary>
    internal int JobsInForce => recurring.All.Count(job => job.Job.Source != RecurringJob.ApiSource);

    /// <summary>The crontabs to read: those configured, else jobs.crontab in the working folder; none where there is none.</summary>
    internal async Task<IReadOnlyList<string>> FilesAsync()
    {
        if (options.Crontabs.Count > 0)
            return options.Crontabs;
        _hasDefaultFile ??= await ledger.ReadAsync(connection => WasLoaded(connection, [DefaultFile]));
        _hasDefaultFile |= File.Exists(DefaultFile);
        return _hasDefaultFile.Value ? [DefaultFile] : [];
    }

    /// <summary>At start: a bad crontab that never was good ends the process; one that was leaves the schedule in the ledger in force.</summary>
    /// <exception cref="CrontabException">The first load failed.</exception>
    internal async Task StartAsync(CancellationToken cancel)
    {
        var files = await FilesAsync();
        // The ledger is read while the files are parsed.
        var reading = Task.Run(() => ledger.ReadAsync(JobReads.AllWithLastDue), cancel);
        var parsed = await ParseAsync(files);
        var jobs = await reading;
        var isFirst = !parsed.Errors.IsEmpty && !await ledger.ReadAsync(connection => WasLoaded(connection, files)
            || (ledger.Cluster.IsShared && CrontabRows.Revision(connection) is not null));
        if (isFirst)
            throw new CrontabException(parsed.Errors);
        _known = jobs.Select(known => known.Job).Where(job => job.Source != RecurringJob.ApiSource)
            .ToDictionary(job => job.Identity, StringComparer.Ordinal);
        // What stays as it is keeps its place in time; the rest is set by the load.
        await recurring.TakeUpAsync(jobs, cancel);
        if (parsed.Errors.IsEmpty)
            await ApplyAsync(files, parsed, cancel);
        else
            Refuse(files, parsed);
    }

    /// <summary>Reads the crontabs anew.</summary>
    internal async Task ReloadAsync(CancellationToken cancel)
    {
        var files = await FilesAsync();
        var parsed = await ParseAsync(files);
        if (parsed.Errors.IsEmpty)
            await ApplyAsync(files, parsed, cancel);
        else
            Refuse(files, parsed);
    }

    /// <summary>The crontabs as they are on the disk now; nothing of it comes into force.</summary>
    /// <param name="edited">Stands in for the file of its path; null for none.</param>
    internal async Task<(IReadOnlyList<CrontabSource> Sources, ParsedCrontab Parsed)> ReadAsync(CrontabSource? edited = null) =>
        await ReadAsync(await FilesAsync(), edited);

    private async Task<ParsedCrontab> ParseAsync(IReadOnlyList<string> files) => (await ReadAsync(files, edited: null)).Parsed;

    private async Task<(IReadOnlyList<CrontabSource> Sources, ParsedCrontab Parsed)> ReadAsync(
        IReadOnlyList<string> files, CrontabSource? edited)
    {
        var taken = await ledger.ReadAsync(JobReads.NamesOfTheApi);
        var read = files.Select(ReadFile).ToList();
        List<CrontabSource> sources = files.Count == 0 && options.BuiltInCrontab is { } builtIn
            ? [new CrontabSource(BuiltIn, builtIn)]
            : [.. read.Where(file => file.Source is not null).Select(file => file.Source!)];
        var parsed = CrontabParser.Parse(
            sources,
            new CrontabContext
            {
                DefaultZone = options.Zone,
                KnownUsers = options.Users,
                Targets = options.Targets,
                HasMailServer = options.HasMailServer,
                ReadData = CrontabFiles.ReadData,
                Known = _lines,
            });
        return (sources, parsed with
        {
            Errors =
            [
                .. read.Where(file => file.Fault is not null).Select(file => file.Fault!),
                .. parsed.Errors,
                .. parsed.Lines.Where(line => line.Policy.Name is { } name && taken.Contains(name)).Select(line => new TextError(
                    line.File, line.Line, 1, $"the name {line.Policy.Name}", "another name: a job of the API that is not done has it")),
            ],
        });

        (CrontabSource? Source, TextError? Fault) ReadFile(string file) => file == edited?.Path ? (edited, null) : Read(file);
    }

    /// <summary>The crontab as it is on the disk, or why it cannot be read.</summary>
    internal (CrontabSource? Source, TextError? Fault) Read(string file) => CrontabFiles.Read(file, options.AllowsWritableCrontab);

    private async Task ApplyAsync(IReadOnlyList<string> files, ParsedCrontab parsed, CancellationToken cancel)
    {
        // Where it cannot be had, what is known has to do.
        _ = await ledger.Cluster.MeasureAsync();
        var now = ledger.Cluster.Now(time);
        var paths = parsed.Lines.Select(line => line.File).Distinct().ToDictionary(file => file, file => file == BuiltIn ? BuiltIn : Path.GetFullPath(file));
        var load = new CrontabLoad(
            [.. files.Select(Path.GetFullPath)],
            [.. parsed.Lines.Select(line => paths[line.File] is var path && path == line.File ? line : line with { File = path })],
            now);
        var (diff, superseded) = ledger.Cluster.IsShared ? await EnterTogetherAsync(load, cancel) : (await EnterAsync(load, cancel), null);
        _lines = parsed.Lines.Where(line => !line.IsReadAnew).DistinctBy(line => line.Text).ToDictionary(line => line.Text, StringComparer.Ordinal);
        recurring.NoteChange();

        var changes = CrontabChanges.Of(diff);
        _status = new CrontabStatus
        {
            Files = Names(files),
            Loaded = now,
            Superseded = superseded,
            TextWarnings = parsed.Warnings,
            Changes = changes,
        };
        Tell();
        foreach (var warning in _status.Warnings.Take(MostLogged))
            Log.Warning(logger, warning);
        Say(changes);
        await MoveAsync(diff.Moved);
    }

    private async Task<CrontabDiff> EnterAsync(CrontabLoad load, CancellationToken cancel)
    {
        var compared = new TaskCompletionSource<CrontabDiff>(TaskCreationOptions.RunContinuationsAsynchronously);
        CrontabDiff? diff = null;
        var written = ledger.WriteAsync(connection =>
        {
            // Once, though the ledger may try again: the ids of new jobs are known outside by then.
            diff ??= CrontabDiff.Between(_known, load.Lines, load.Now, job => JobReads.Present(connection, job));
            compared.TrySetResult(diff);
            load.Write(connection, diff);
            return diff;
        });
        await Task.WhenAny(compared.Task, written);
        await recurring.SetAsync(compared.Task.IsCompleted ? await compared.Task : await written, load.Now, written, cancel);
        Note(await written);
        return await written;
    }

    // A line put in at the top moves all others. That they stand elsewhere is of no consequence, and holds up nothing.
    private async Task MoveAsync(IReadOnlyList<RecurringJob> moved)
    {
        foreach (var jobs in moved.Chunk(MostMovedAtOnce))
            await ledger.WriteAsync(connection =>
            {
                foreach (var job in jobs)
                    JobRows.Move(connection, job);
                return jobs.Length;
            });
    }

    private void Note(CrontabDiff diff)
    {
        foreach (var job in diff.Gone)
            _known[job.Identity] = job with { State = JobState.Removed, IsListed = false };
        foreach (var job in diff.Changes.Select(change => change.Job).Concat(diff.Moved))
            _known[job.Identity] = job;
    }

    private void Refuse(IReadOnlyList<string> files, ParsedCrontab parsed)
    {
        _status = _status with
        {
            Files = Names(files),
            Failed = time.GetUtcNow(),
            Errors = parsed.Errors,
            TextWarnings = parsed.Warnings,
        };
        Tell();
        foreach (var error in parsed.Errors.Take(MostLogged))
            Log.Refused(logger, error);
        Log.Kept(logger, parsed.Errors.Length);
    }

    private void Say(CrontabChanges changes)
    {
        if (_status.Files is not [])
            Log.Loaded(logger, string.Join(", ", _status.Files), JobsInForce, changes.Added, changes.Changed, changes.Gone);
        else if (changes.Gone == 0)
            Log.NoCrontab(logger, Path.GetFullPath(DefaultFile));
        else
            Log.NoCrontabAnyMore(logger, Path.GetFullPath(DefaultFile), changes.Gone);
    }

    private void Tell() => ledger.Feed.Publish(new CrontabRead(
        _status.Failed ?? _status.Loaded!.Value, _status.Files, JobsInForce, _status.Errors.Length, _status.Warnings.Length));

    private ImmutableArray<string> Names(IReadOnlyList<string> files) => files.Count == 0 && options.BuiltInCrontab is not null ? [BuiltIn] : [.. files];

    private static bool WasLoaded(LedgerConnection connection, IReadOnlyList<string> files) =>
        files.Count > 0
        && files.All(file => CrontabRows.WasLoaded(connection, Path.GetFullPath(file)));

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Information, "Loaded {Files}: {Jobs} jobs ({Added} added, {Changed} changed, {Gone} gone)")]
        internal static partial void Loaded(ILogger logger, string files, int jobs, int added, int changed, int gone);

        [LoggerMessage(100, LogLevel.Information, "Loaded no crontab: there is no {File}")]
        internal static partial void NoCrontab(ILogger logger, string file);

        [LoggerMessage(
            101, LogLevel.Warning,
            "There is no {File}, and {Gone} jobs of the crontab before are removed: they live again once a crontab is loaded that has their lines")]
        internal static partial void NoCrontabAnyMore(ILogger logger, string file, int gone);

        [LoggerMessage(31, LogLevel.Error, "{Error}")]
        internal static partial void Refused(ILogger logger, TextError error);

        [LoggerMessage(32, LogLevel.Error, "Errors in the crontab: {Count}; the schedule before it stays in force")]
        internal static partial void Kept(ILogger logger, int count);

        [LoggerMessage(33, LogLevel.Warning, "{Warning}")]
        internal static partial void Warning(ILogger logger, TextWarning warning);
    }
}
