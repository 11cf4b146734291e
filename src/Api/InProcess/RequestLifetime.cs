using Microsoft.AspNetCore.Http.Features;

namespace JobQueue.Api.InProcess;

/// <summary>The cancellation of a request; remembers who was first to cancel it.</summary>
internal sealed class RequestLifetime : IHttpRequestLifetimeFeature
{
    private const int ByCaller = 1;
    private const int ByEndpoint = 2;

    private readonly Func<Task> _cancel;
    private int _abortedBy;

    public RequestLifetime()
    {
        // Never disposed: it has no timer, and what an endpoint left behind may hold its token.
        var source = new CancellationTokenSource();
        _cancel = source.CancelAsync;
        RequestAborted = source.Token;
    }

    public CancellationToken RequestAborted { get; set; }

    public bool IsAbortedByCaller => Volatile.Read(ref _abortedBy) == ByCaller;

    public bool IsAbortedByEndpoint => Volatile.Read(ref _abortedBy) == ByEndpoint;

    public void Abort() => Abort(ByEndpoint);

    public void AbortByCaller() => Abort(ByCaller);

    private void Abort(int by)
    {
        // Off this thread: what endpoints registered must not hold up whoever cancels.
        if (Interlocked.CompareExchange(ref _abortedBy, by, 0) == 0)
            _ = _cancel();
    }
}
