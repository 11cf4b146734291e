namespace JobQueue.Api.InProcess;

/// <summary>
/// A thread of the pool for each run in flight, once the pool was held up, until none is in flight. An endpoint may block its thread to the end; the
/// pool starts as many threads as its minimum at once, and more only a few a second: what the app needs for its own requests must not be taken up by
/// runs. While nothing is held up, more threads than processors would only be in each other's way.
/// </summary>
internal sealed class ThreadReserve : IDisposable
{
    // In a row without runs in flight, then the thread that looks ends: one for each burst of runs, not for each run.
    private const int LastLook = 20;

    // What waits for longer waits for a thread, not for a processor; and the time from one look to the next.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _stopped = new();
    private int _runs;
    private int _threads;
    private bool _isHeldUp;
    private bool _isWatched;

    /// <summary>So many are in flight now.</summary>
    internal void Note(int runs)
    {
        lock (_lock)
        {
            _runs = runs;
            if (_isHeldUp)
                Reserve(Math.Max(_threads, runs));
            if (_isWatched || _stopped.IsSet)
                return;
            _isWatched = true;
        }

        try
        {
            // Not one of the pool.
            new Thread(Watch) { IsBackground = true, Name = "jobqueue threads" }.UnsafeStart();
        }
        catch (OutOfMemoryException)
        {
            // The system has no more threads: nor would the pool get any. The next run tries again.
            lock (_lock)
                _isWatched = false;
        }
    }

    public void Dispose() => _stopped.Set();

    private void Watch()
    {
        var idleLooks = 0;
        while (!_stopped.Wait(Patience))
        {
            idleLooks = Look() ? 0 : idleLooks + 1;
            if (TryEnd(idleLooks))
                return;
        }

        lock (_lock)
            GiveBack();
    }

    /// <summary>Whether any are in flight, once the pool has taken on what it was just given.</summary>
    private bool Look()
    {
        var isTaken = new ManualResetEventSlim(initialState: false, spinCount: 0);
        ThreadPool.UnsafeQueueUserWorkItem(static taken => taken.Set(), isTaken, preferLocal: false);
        while (!isTaken.Wait(Patience) && !_stopped.IsSet)
        {
            lock (_lock)
            {
                _isHeldUp = true;
                Reserve(Math.Max(_threads, _runs));
            }
        }

        lock (_lock)
        {
            if (_runs == 0)
                GiveBack();
            return _runs > 0;
        }
    }

    private bool TryEnd(int idleLooks)
    {
        lock (_lock)
        {
            if (idleLooks < LastLook || _runs > 0)
                return false;
            _isWatched = false;
            return true;
        }
    }

    private void GiveBack()
    {
        _isHeldUp = false;
        Reserve(0);
    }

    private void Reserve(int threads)
    {
        PoolMinimum.Add(threads - _threads);
        _threads = threads;
    }
}
