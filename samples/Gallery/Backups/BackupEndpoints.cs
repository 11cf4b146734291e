using Gallery.Web;
using JobQueue;

namespace Gallery.Backups;

/// <summary>The console of backups: one is made at a time, can be watched, cancelled and fetched.</summary>
internal static class BackupEndpoints
{
    private static readonly JobRequest Request = new() { Method = "POST", Uri = "/backups/run" };

    // A name makes it one: while a job has it, there is no other. What went wrong is for a person to look at, not to be tried again.
    private static readonly JobPolicy Policy = new()
    {
        Name = "backup",
        Queue = "backups",
        Retry = 0,
        Timeout = TimeSpan.FromHours(2),
        Summary = "All pictures in one file",
    };

    internal static void MapBackups(this IEndpointRouteBuilder app)
    {
        var console = app.MapGroup("/backups").RequireAuthorization(SignIn.Operators);
        console.MapPost("", CreateAsync);
        console.MapPost("/cancel", CancelAsync);
        console.MapGet("/files/{name}", Fetch);
        app.MapPost("/backups/run", (HttpContext context, BackupJob job) => job.RunAsync(context)).RequireJobQueue();
    }

    private static async Task<IResult> CreateAsync(IJobQueue jobs, BackupStore backups)
    {
        try
        {
            var job = await jobs.EnqueueAsync(Request, Policy);
            await backups.NoteJobAsync(job.Id, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // One is on its way already: the page shows it.
        }

        return new SeeOther("/backups");
    }

    private static async Task<IResult> CancelAsync(IJobQueue jobs, BackupStore backups)
    {
        if (backups.JobId() is { } id)
            await jobs.CancelAsync(id);
        return new SeeOther("/backups");
    }

    private static IResult Fetch(string name, BackupStore backups) =>
        backups.Find(name) is { } backup && Archiver.OfFile(name) is { } archiver
            ? Results.File(backup.Path, archiver.ContentType, backup.Name, enableRangeProcessing: true)
            : Results.NotFound();
}
