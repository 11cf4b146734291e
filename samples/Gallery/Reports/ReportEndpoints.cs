using Gallery.Pictures;
using Gallery.Png;

namespace Gallery.Reports;

/// <summary>A report of one's own pictures: answered directly, or later, to whoever asks with <c>Prefer: respond-async</c>.</summary>
internal static class ReportEndpoints
{
    internal static void MapReports(this IEndpointRouteBuilder app) =>
        app.MapGet("/reports/pictures", ReportAsync).RequireAuthorization().AllowRespondAsync();

    // The same code for both ways: it is the user's request, now or later.
    private static async Task<PictureReport> ReportAsync(HttpContext context, PictureStore store, Pace pace)
    {
        var user = context.User.Identity!.Name!;
        var pictures = store.All().Where(picture => picture.Owner == user).ToList();
        var headers = new List<(string Title, PngHeader Header)>();
        long bytes = 0;
        for (var i = 0; i < pictures.Count; i++)
        {
            context.GetJobRun()?.ReportProgress(100 * i / pictures.Count, $"picture {i + 1} of {pictures.Count}");
            await pace.StepAsync(context.RequestAborted);
            var (id, title) = (pictures[i].Id, pictures[i].Title);
            bytes += store.Bytes(id);
            if (store.Failure(id) is null && TryHeader(await store.OriginalAsync(id, context.RequestAborted)) is { } header)
                headers.Add((title, header));
        }

        return new PictureReport(
            user, pictures.Count, pictures.Count - headers.Count, headers.Sum(read => Pixels(read.Header)) / 1e6, bytes,
            headers.Count == 0 ? null : headers.MaxBy(read => Pixels(read.Header)).Title);
    }

    private static PngHeader? TryHeader(byte[] file)
    {
        try
        {
            return PngReader.Header(file);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static long Pixels(PngHeader header) => (long)header.Width * header.Height;
}
