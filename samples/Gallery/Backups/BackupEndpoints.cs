using Gallery.Web;
using JobQueue;

namespace Gallery.Backups;

/// <summary>The console of backups: one is made at a time, can be watched, cancelled and fetched.</summary>
internal static class BackupEndpoints
{
    internal const string JobName = "backup";

    private static readonly JobRequest Request = new() { Method = "POST", Uri = "/backups/run" };

    // A name makes it one: while a job has it, there is no other. What went wrong is for a person to look at, not to be tried again.
    private static readonly JobPolicy Policy = new()
    {
        Name = JobName,
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

    private static async Task<IResult> CreateAsync(IJobQueue jobs)
    {
        try
        {
            await jobs.EnqueueAsync(Request, Policy);
        }
        catch (InvalidOperationException)
        {
            // One is on its way already: the page shows it.
        }

        return new SeeOther("/backups");
    }

    private static async Task<IResult> CancelAsync(IJobQueue jobs)
    {
        await jobs.CancelAsync(JobName);
        return new SeeOther("/backups");
    }

    private static IResult Fetch(string name, BackupStore backups) =>
        backups.Find(name) is { } backup && Archiver.OfFile(name) is { } archiver
            ? Results.File(backup.Path, archiver.ContentType, backup.Name, enableRangeProcessing: true)
            : Results.NotFound();
}
