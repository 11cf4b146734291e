using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Loading;

namespace JobQueue.Api.Pages.Crontab;

/// <summary>A page of a crontab as it is on the disk, and how the load of it went.</summary>
/// <param name="Status">How the crontabs are.</param>
/// <param name="Jobs">How many jobs of them are in force.</param>
/// <param name="File">The crontab, as it was given; null where there is none.</param>
/// <param name="Lines">The lines of the page.</param>
/// <param name="Page">Which page, from 1.</param>
/// <param name="Pages">How many there are.</param>
/// <param name="Errors">All faults of all files, as they are on the disk.</param>
internal sealed record CrontabView(
    CrontabStatus Status, int Jobs, string? File, IReadOnlyList<LineView> Lines, int Page, int Pages, IReadOnlyList<TextError> Errors)
{
    private const int LinesAPage = 500;

    /// <param name="loader">Reads them.</param>
    /// <param name="ledger">Where their jobs are.</param>
    /// <param name="recurring">Those that live.</param>
    /// <param name="wanted">A crontab as it was given, or its whole path; null for the first.</param>
    /// <param name="page">Which page, from 1; null for the first, or that of <paramref name="line"/>.</param>
    /// <param name="line">A line that is to be on the page; null for any.</param>
    internal static async Task<CrontabView> ReadAsync(
        CrontabLoader loader, Ledger ledger, Recurring recurring, string? wanted, int? page, int? line)
    {
        var (sources, parsed) = await loader.ReadAsync();
        var status = loader.Status;
        var source = sources.FirstOrDefault(one => wanted is null || one.Path == wanted || SourceOf(one.Path) == wanted);
        if (source is null)
            return new CrontabView(status, loader.JobsInForce, null, [], 1, 1, parsed.Errors);
        var texts = CrontabText.Lines(source.Text).ToList();
        var pages = Math.Max(1, (texts.Count + LinesAPage - 1) / LinesAPage);
        var shown = Math.Clamp(page ?? ((line ?? 1) - 1) / LinesAPage + 1, 1, pages);
        var first = (shown - 1) * LinesAPage;
        var marks = new LineMarks(source.Path, parsed);
        var lines = await ledger.ReadAsync(connection => texts.Skip(first).Take(LinesAPage)
            .Select((text, index) => marks.Of(first + index + 1, text, entry => JobOf(connection, entry))).ToList());
        return new CrontabView(status, loader.JobsInForce, source.Path, lines, shown, pages, parsed.Errors);

        // What the disk has and the ledger has not, or has otherwise, is not in force yet.
        LineJob? JobOf(LedgerConnection connection, CrontabLine entry) =>
            JobReads.OfName(connection, entry.Identity) is { } job
            && job.Fingerprint == entry.Fingerprint && job.Source == SourceOf(entry.File)
                ? new LineJob(job.Id, job.State, job.State == JobState.Active ? recurring.NextDue(job.Id) : null)
                : null;
    }

    /// <summary>What jobs of a crontab say of where they come from.</summary>
    internal static string SourceOf(string file) => file == CrontabLoader.BuiltIn ? file : Path.GetFullPath(file);
}
