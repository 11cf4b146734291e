namespace JobQueue;

/// <summary>One-time jobs for code: added, looked at, cancelled. A service of the app once it has called <c>AddJobQueue</c>.</summary>
public interface IJobQueue
{
    /// <summary>Adds a job that is due now. When the task ends, it is on disk.</summary>
    /// <param name="request">
    /// What is sent, as it is now; a URI that is a path goes to the app itself or to the policy's target. Addresses that are no configured
    /// target's need <c>JobQueue:AllowFreeUrls</c>.
    /// </param>
    /// <param name="policy">What holds for it; null: <see cref="JobPolicy.Default"/>.</param>
    /// <param name="cancellationToken">Gives up before the job is written; later it has no effect.</param>
    /// <returns>The job as it was entered.</returns>
    /// <exception cref="ArgumentException">
    /// The request or the policy cannot be; the message says what was found and what was expected.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Another job that is not done, or a line of a crontab, has the policy's name; or the code runs in a run that is the 10th of a chain,
    /// each the maker of the next.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing is written.</exception>
    /// <example><code>await jobs.EnqueueAsync(new JobRequest { Method = "POST", Uri = "/backups", User = "backup" });</code></example>
    Task<Job> EnqueueAsync(JobRequest request, JobPolicy? policy = null, CancellationToken cancellationToken = default);

    /// <summary>Adds a job that is due at a time. When the task ends, it is on disk.</summary>
    /// <param name="at">
    /// The time: a phrase of at(1) and beyond, or an instant or a duration of ISO 8601, at most 200 characters, read in the policy's time
    /// zone, else that of <see cref="JobQueueOptions.TimeZone"/>.
    /// </param>
    /// <param name="request"><inheritdoc cref="EnqueueAsync" path="/param[@name='request']"/></param>
    /// <param name="policy"><inheritdoc cref="EnqueueAsync" path="/param[@name='policy']"/></param>
    /// <param name="cancellationToken"><inheritdoc cref="EnqueueAsync" path="/param[@name='cancellationToken']"/></param>
    /// <returns>The job as it was entered.</returns>
    /// <exception cref="ArgumentException">
    /// The time, the request or the policy cannot be; for a time the message shows the text with a mark below the place.
    /// </exception>
    /// <exception cref="InvalidOperationException"><inheritdoc cref="EnqueueAsync" path="/exception[2]"/></exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing is written.</exception>
    /// <example><code>await jobs.ScheduleAsync("next friday 09:00", new JobRequest { Uri = "/reports" });</code></example>
    Task<Job> ScheduleAsync(string at, JobRequest request, JobPolicy? policy = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels a job that is not done: one that waits is not sent, one that runs has its <c>RequestAborted</c> fired.</summary>
    /// <param name="id">
    /// The job's id or name. A name stands for the job that has it and is neither removed nor done; where there is none, for the job that had
    /// it last.
    /// </param>
    /// <param name="cancellationToken">Gives up before anything is done.</param>
    /// <returns>False where there is no one-time job of that id or name, or it is done already.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<bool> CancelAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Looks a job up.</summary>
    /// <param name="id"><inheritdoc cref="CancelAsync" path="/param[@name='id']"/></param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The job as it is now; null where there is no one-time job of that id or name, or it was pruned.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<Job?> GetAsync(string id, CancellationToken cancellationToken = default);
}
