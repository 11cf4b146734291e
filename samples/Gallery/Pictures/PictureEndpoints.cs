using Gallery.Png;
using Gallery.Web;

namespace Gallery.Pictures;

/// <summary>Pictures come in and are answered at once; their sizes are made by jobs.</summary>
internal static class PictureEndpoints
{
    /// <summary>One post, with all its pictures.</summary>
    private const int MostUploadBytes = 10 * 1024 * 1024;

    internal static void MapPictures(this IEndpointRouteBuilder app)
    {
        app.MapPost("/pictures", UploadAsync).RequireAuthorization();
        app.MapGet("/pictures/{id:guid}/{name}.png", Show);
        app.MapPost("/pictures/{id:guid}/sizes", MakeSizesAsync).RequireJobQueue();
        app.MapPost("/pictures/unsized", EnqueueUnsizedAsync).RequireJobQueue();
    }

    private static async Task<IResult> UploadAsync(HttpContext context, PictureStore pictures, PictureJobs jobs)
    {
        if (!context.Request.HasFormContentType)
            return Results.Text("Pictures come as a form.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        if (context.Request.ContentLength is not { } bytes)
            return Results.Text("A form says how long it is.", statusCode: StatusCodes.Status411LengthRequired);
        if (bytes > MostUploadBytes)
            return Results.Text("An upload has at most 10 MB.", statusCode: StatusCodes.Status413PayloadTooLarge);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        foreach (var file in form.Files.Where(file => file.Length > 0))
        {
            // From here on a picture gets its job, also when nobody waits for the answer any more.
            var picture = await pictures.AddAsync(file, context.User.Identity!.Name!, CancellationToken.None);
            await jobs.EnqueueAsync(picture.Id, CancellationToken.None);
        }

        return new SeeOther("/");
    }

    private static IResult Show(Guid id, string name, PictureStore pictures) =>
        Array.Find(PictureSize.All, size => size.Name == name) is { } size && pictures.SizePath(id, size) is { } path
            ? Results.File(path, "image/png", lastModified: File.GetLastWriteTimeUtc(path))
            : Results.NotFound();

    private static async Task<IResult> MakeSizesAsync(HttpContext context, Guid id, PictureStore pictures, Pace pace)
    {
        if (!pictures.Exists(id))
            return Results.NotFound();
        try
        {
            var picture = PngReader.Read(await pictures.OriginalAsync(id, context.RequestAborted));
            for (var i = 0; i < PictureSize.All.Length; i++)
            {
                var size = PictureSize.All[i];
                context.GetJobRun()?.ReportProgress(100 * i / PictureSize.All.Length, $"making the size {size.Name}");
                await pace.StepAsync(context.RequestAborted);
                // After a crash only what is missing is made.
                if (pictures.SizePath(id, size) is null)
                    await pictures.AddSizeAsync(id, size, PngWriter.Write(size.Of(picture)), context.RequestAborted);
            }

            return Results.NoContent();
        }
        catch (InvalidDataException e)
        {
            // 422 is no status that is tried again: the file stays what it is.
            await pictures.FailAsync(id, e.Message, context.RequestAborted);
            return Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    // At each start: the process may have died between the file and the job, or the ledger has forgotten a job that failed.
    private static async Task<int> EnqueueUnsizedAsync(PictureStore pictures, PictureJobs jobs, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var picture in pictures.All().Where(picture => !pictures.IsSized(picture.Id) && pictures.Failure(picture.Id) is null))
        {
            if (await jobs.OfAsync(picture.Id, cancellationToken) is not null)
                continue;
            count++;
            try
            {
                await jobs.EnqueueAsync(picture.Id, cancellationToken);
            }
            catch (InvalidOperationException)
            {
                // The job is there under its name; only the note of it was lost.
            }
        }

        return count;
    }
}
