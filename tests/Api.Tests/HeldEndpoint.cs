namespace JobQueue.Api.Tests;

/// <summary>An endpoint that tells when it was entered, and goes on when it is let.</summary>
/// <param name="work">What it does at once; nothing where it is null.</param>
internal sealed class HeldEndpoint(Action<JobRun>? work = null)
{
    private readonly TaskCompletionSource<HttpContext> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<HttpContext> Entered => _entered.Task;

    public async Task RunAsync(HttpContext context)
    {
        work?.Invoke(context.GetJobRun()!);
        _entered.TrySetResult(context);
        await _released.Task.WaitAsync(context.RequestAborted);
    }

    public void Release() => _released.TrySetResult();
}
