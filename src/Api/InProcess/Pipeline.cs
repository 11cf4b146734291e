using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.InProcess;

/// <summary>The app's request pipeline as built, behind a gate that counts the runs inside.</summary>
internal sealed class Pipeline
{
    // The pool is the process's; there may be several apps in it.
    private static readonly Lock MinimumGate = new();

    private readonly Lock _lock = new();
    private RequestDelegate? _app;
    private bool _isOpen;
    private TaskCompletionSource? _idle;
    private int _threads;

    /// <summary>Runs that have entered and not left, stuck ones included.</summary>
    public int InFlight { get; private set; }

    /// <summary>Runs in flight whose endpoint goes on although it was cancelled.</summary>
    public int Stuck { get; private set; }

    public void Capture(RequestDelegate app)
    {
        lock (_lock)
            _app = app;
    }

    public void Open()
    {
        lock (_lock)
            _isOpen = true;
    }

    /// <summary>Lets no further run in; those inside go on.</summary>
    public void Close()
    {
        lock (_lock)
            _isOpen = false;
    }

    /// <summary>Enters and counts; false when the gate is closed or no pipeline is built yet.</summary>
    public bool TryEnter([NotNullWhen(true)] out RequestDelegate? app)
    {
        lock (_lock)
        {
            app = _isOpen ? _app : null;
            if (app is not null && ++InFlight > _threads)
                AddThread();
        }

        return app is not null;
    }

    public void ReportStuck()
    {
        lock (_lock)
            Stuck++;
    }

    public void Leave(bool wasStuck)
    {
        TaskCompletionSource? idle = null;
        lock (_lock)
        {
            Stuck -= wasStuck ? 1 : 0;
            if (--InFlight == 0)
                (idle, _idle) = (_idle, null);
        }

        idle?.SetResult();
    }

    /// <summary>Ends when nothing is in flight; close the gate first, or more may come.</summary>
    public Task WaitUntilIdleAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            if (InFlight == 0)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancel);
        }
    }

    // An endpoint may block its thread to the end. The pool starts as many threads as this minimum at once, and more only a few a second:
    // what the app needs for its own requests must not be taken up by runs.
    private void AddThread()
    {
        _threads++;
        lock (MinimumGate)
        {
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(workers + 1, completions);
        }
    }
}
