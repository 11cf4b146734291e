using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.InProcess;

/// <summary>The app's request pipeline as built, behind a gate that counts the runs inside.</summary>
internal sealed class Pipeline : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ThreadReserve _threads = new();
    private RequestDelegate? _app;
    private bool _isOpen;
    private TaskCompletionSource? _idle;

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
            if (app is not null)
                _threads.Note(++InFlight);
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
            _threads.Note(--InFlight);
            if (InFlight == 0)
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

    public void Dispose() => _threads.Dispose();
}
