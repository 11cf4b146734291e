using Microsoft.Extensions.Options;

namespace Gallery.Backups;

/// <summary>What the job "backup" does: one archive of all pictures.</summary>
internal sealed class BackupJob(GalleryFolder folder, BackupStore backups, Pace pace, IOptions<GalleryOptions> options)
{
    /// <summary>The last percent is for the file's move to its place.</summary>
    private const int MostPercent = 99;

    public async Task<IResult> RunAsync(HttpContext context)
    {
        var run = context.GetJobRun()!;
        var archiver = Archiver.Of(options.Value.Archiver);
        var path = backups.Begin(archiver.Extension);
        var (done, total) = (0, Directory.EnumerateFileSystemEntries(folder.Pictures, "*", SearchOption.AllDirectories).Count() + 1);
        try
        {
            run.ReportProgress(0, $"{total} files");
            await pace.StepAsync(context.RequestAborted);
            var end = await ArchiveProcess.RunAsync(
                archiver, folder.Root, GalleryFolder.PicturesName, path,
                entry => run.ReportProgress(Math.Min(MostPercent, 100 * ++done / total), $"{done} of {total} files"),
                context.RequestAborted);
            if (end.ExitCode > archiver.MostSuccess)
                return await FailAsync(archiver, end);
            backups.Complete(path);
            return Results.NoContent();
        }
        finally
        {
            backups.Clear();
        }
    }

    private async Task<IResult> FailAsync(Archiver archiver, ArchiveEnd end)
    {
        var why = string.Join('\n', [$"{Path.GetFileName(archiver.Command)} ended with exit code {end.ExitCode}.", .. end.LastErrorLines]);
        await backups.FailAsync(why, CancellationToken.None);
        return Results.Problem(why, statusCode: StatusCodes.Status500InternalServerError);
    }
}
