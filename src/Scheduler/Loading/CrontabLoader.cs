using System.Collections.Immutable;
using System.Globalization;
using JobQueue.Jobs;
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
    private const int MostErrorsLogged = 20;
    internal const string BuiltIn = "the built-in crontab.example";

    private volatile CrontabStatus _status = new();

    // Once there was a jobs.crontab, its deletion removes nothing.
    private bool _hasDefaultFile;

    internal CrontabStatus Status => _status;

    /// <summary>The crontabs to read: those configured, else jobs.crontab in the working folder; none where the built-in one stands in.</summary>
    internal async Task<IReadOnlyList<string>> FilesAsync()
    {
        if (options.Crontabs.Count > 0 || options.BuiltInCrontab is null)
            return options.Crontabs;
        _hasDefaultFile = _hasDefaultFile || File.Exists(DefaultFile) || await ledger.ReadAsync(connection => WasLoaded(connection, [DefaultFile]));
        return _hasDefaultFile ? [DefaultFile] : [];
    }

    /// <summary>At start: a bad crontab that never was good ends the process; one that was leaves the schedule in the ledger in force.</summary>
    /// <exception cref="CrontabException">The first load failed.</exception>
    internal async Task StartAsync(CancellationToken cancel)
    {
        var files = await FilesAsync();
        var parsed = await ParseAsync(files);
        var alive = await ledger.ReadAsync(JobReads.Alive);
        if (parsed.Errors.IsEmpty)
        {
            // What stays as it is keeps its place in time; the rest is set by the load.
            foreach (var job in alive)
                await recurring.TakeUpAsync(job, cancel);
            await ApplyAsync(files, parsed, cancel);
            return;
        }

        if (!await ledger.ReadAsync(connection => WasLoaded(connection, files)))
            throw new CrontabException(parsed.Errors);
        foreach (var job in alive)
            await recurring.TakeUpAsync(job, cancel);
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

    private async Task<ParsedCrontab> ParseAsync(IReadOnlyList<string> files)
    {
        var taken = await ledger.ReadAsync(JobReads.NamesOfTheApi);
        var read = files.Select(CrontabFiles.Read).ToList();
        List<CrontabSource> sources = files.Count == 0 && options.BuiltInCrontab is { } builtIn
            ? [new CrontabSource(BuiltIn, builtIn)]
            : [.. read.Where(file => file.Source is not null).Select(file => file.Source!)];
        var parsed = CrontabParser.Parse(
            sources, new CrontabContext { DefaultZone = options.Zone, KnownUsers = options.Users, ReadData = CrontabFiles.ReadData });
        return parsed with
        {
            Errors =
            [
                .. read.Where(file => file.Fault is not null).Select(file => file.Fault!),
                .. parsed.Errors,
                .. parsed.Lines.Where(line => line.Policy.Name is { } name && taken.Contains(name)).Select(line => new TextError(
                    line.File, line.Line, 1, $"the name {line.Policy.Name}", "another name: a job of the API that is not done has it")),
            ],
        };
    }

    private async Task ApplyAsync(IReadOnlyList<string> files, ParsedCrontab parsed, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var lines = parsed.Lines.Select(line => line with { File = line.File == BuiltIn ? BuiltIn : Path.GetFullPath(line.File) }).ToList();
        var diff = await ledger.WriteAsync(connection =>
        {
            var changes = CrontabDiff.Between(JobReads.OfCrontabs(connection), lines, now);
            Write(connection, changes, files, lines.Count, now);
            return changes;
        });
        await recurring.RemoveAsync([.. diff.Gone.Select(job => job.Id)], cancel);
        foreach (var change in diff.Changes.Where(change => change.Job.State != JobState.Removed))
        {
            var after = change.IsRetimed ? now : recurring.Find(change.Job.Id)?.Taken ?? now;
            var live = new LiveJob(change.Job, LiveJob.Anchored(change.Schedule, change.Job.Anchor), after);
            await recurring.SetAsync(live, change.IsRetimed, cancel);
        }

        _status = new CrontabStatus { Files = Names(files), Loaded = now, Jobs = lines.Count, Warnings = parsed.Warnings };
        foreach (var warning in parsed.Warnings)
            Log.Warning(logger, warning);
        Log.Loaded(
            logger, string.Join(", ", _status.Files), lines.Count, diff.Changes.Count(change => change.Kind == "added"),
            diff.Changes.Count(change => change.Kind == "changed"), diff.Gone.Count);
    }

    private static void Write(LedgerConnection connection, CrontabDiff diff, IReadOnlyList<string> files, int jobs, DateTimeOffset now)
    {
        foreach (var job in diff.Gone)
        {
            JobWrites.Remove(connection, job.Id, who: null, "its line has gone from the crontab", runId: null, now);
            connection.Execute("UPDATE jobs SET is_listed = 0 WHERE id = @id", ("@id", job.Id));
        }

        foreach (var change in diff.Changes)
        {
            JobRows.Put(connection, change.Job);
            if (change.Kind is { } kind)
                EventRows.Add(connection, now, kind, change.Job.Id, reason: string.Create(CultureInfo.InvariantCulture, $"{change.Job.Source}:{change.Job.Line}"));
        }

        foreach (var file in files)
            connection.Execute(
                "INSERT INTO crontabs (path, loaded, jobs) VALUES (@path, @now, @jobs) ON CONFLICT (path) DO UPDATE SET loaded = @now, jobs = @jobs",
                ("@path", Path.GetFullPath(file)), ("@now", InstantText.Print(now)), ("@jobs", jobs));
    }

    private void Refuse(IReadOnlyList<string> files, ParsedCrontab parsed)
    {
        _status = _status with
        {
            Files = Names(files),
            Jobs = recurring.Count,
            Failed = time.GetUtcNow(),
            Errors = parsed.Errors,
            Warnings = parsed.Warnings,
        };
        foreach (var error in parsed.Errors.Take(MostErrorsLogged))
            Log.Refused(logger, error);
        Log.Kept(logger, parsed.Errors.Length);
    }

    private static ImmutableArray<string> Names(IReadOnlyList<string> files) => files.Count == 0 ? [BuiltIn] : [.. files];

    private static bool WasLoaded(LedgerConnection connection, IReadOnlyList<string> files) =>
        files.Count > 0
        && files.All(file => connection.Scalar("SELECT 1 FROM crontabs WHERE path = @path", ("@path", Path.GetFullPath(file))) is not null);

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Information, "Loaded {Files}: {Jobs} jobs ({Added} added, {Changed} changed, {Gone} gone)")]
        internal static partial void Loaded(ILogger logger, string files, int jobs, int added, int changed, int gone);

        [LoggerMessage(31, LogLevel.Error, "{Error}")]
        internal static partial void Refused(ILogger logger, TextError error);

        [LoggerMessage(32, LogLevel.Error, "The crontab has {Count} errors; the schedule before it stays in force")]
        internal static partial void Kept(ILogger logger, int count);

        [LoggerMessage(33, LogLevel.Warning, "{Warning}")]
        internal static partial void Warning(ILogger logger, TextWarning warning);
    }
}
