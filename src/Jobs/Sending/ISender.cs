namespace JobQueue.Jobs.Sending;

/// <summary>Sends the request of one attempt: in process, or over HTTP.</summary>
internal interface ISender
{
    /// <summary>
    /// Sends the request and takes the response. What the exchange comes to is a value: the task never fails, and when
    /// <paramref name="abort"/> fires it ends with <see cref="AttemptEnd.Aborted"/> within the sender's grace.
    /// </summary>
    Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort);
}
