using JobQueue;

namespace Gallery.Pictures;

/// <summary>A picture as the page shows it.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="IsDone">Whether all sizes are there.</param>
/// <param name="Percent">How far the sizes are; 0 while they wait.</param>
/// <param name="Status">A line for people.</param>
/// <param name="HasFailed">Whether there will be no sizes.</param>
internal sealed record PictureView(Picture Picture, bool IsDone, int Percent, string Status, bool HasFailed)
{
    private const string NoSizes = "No sizes were made.";

    internal bool IsOnItsWay => !IsDone && !HasFailed;

    internal static async Task<IReadOnlyList<PictureView>> AllAsync(
        PictureStore pictures, PictureJobs jobs, CancellationToken cancellationToken)
    {
        var views = new List<PictureView>();
        foreach (var picture in pictures.All())
            views.Add(pictures.IsSized(picture.Id)
                ? new PictureView(picture, IsDone: true, 100, "", HasFailed: false)
                : Unsized(
                    picture, pictures.Failure(picture.Id), pictures.JobId(picture.Id) is not null,
                    await jobs.OfAsync(picture.Id, cancellationToken)));
        return views;
    }

    private static PictureView Unsized(Picture picture, string? failure, bool hadJob, Job? job) => (failure, job) switch
    {
        ({ } why, _) => Failed(picture, why),
        (_, { State: RunState.Running, Progress: { } progress }) => Waiting(picture, progress.Percent, progress.Message ?? ""),
        (_, { IsFinal: true, State: not RunState.Succeeded }) => Failed(picture, job.Error ?? NoSizes),
        // The ledger forgets jobs that are long over.
        (_, null) when hadJob => Failed(picture, NoSizes),
        _ => Waiting(picture, 0, "waiting"),
    };

    private static PictureView Failed(Picture picture, string why) => new(picture, IsDone: false, 0, why, HasFailed: true);

    private static PictureView Waiting(Picture picture, int percent, string status) =>
        new(picture, IsDone: false, percent, status, HasFailed: false);
}
