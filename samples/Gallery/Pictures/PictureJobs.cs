using JobQueue;

namespace Gallery.Pictures;

/// <summary>One job a picture: its sizes, in the queue "pictures", which does one after the other.</summary>
internal sealed class PictureJobs(IJobQueue jobs, PictureStore pictures)
{
    public async Task EnqueueAsync(Guid id, CancellationToken cancellationToken)
    {
        var job = await jobs.EnqueueAsync(
            new JobRequest { Method = "POST", Uri = $"/pictures/{id}/sizes" },
            new JobPolicy { Name = $"picture-{id}", Queue = "pictures", Summary = "Sizes of a picture" },
            cancellationToken);
        await pictures.NoteJobAsync(id, job.Id, cancellationToken);
    }

    /// <summary>The job of a picture; null where it has none yet, or the ledger has forgotten it.</summary>
    public async Task<Job?> OfAsync(Guid id, CancellationToken cancellationToken) =>
        pictures.JobId(id) is { } jobId ? await jobs.GetAsync(jobId, cancellationToken) : null;
}
