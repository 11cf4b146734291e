namespace JobQueue.Jobs.Sending;

/// <summary>Sends an absolute URI, or one with a target, over HTTP and everything else into the app.</summary>
internal sealed class SenderChoice(ISender inProcess, ISender http) : ISender
{
    public Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort) =>
        (RunUri.IsForTheApp(attempt) ? inProcess : http).SendAsync(attempt, abort);
}
