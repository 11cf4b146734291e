namespace JobQueue.Jobs.Queue;

/// <summary>The slots of one queue, and whether runs wait for one in the ledger.</summary>
internal sealed class QueueSlots(int limit)
{
    private readonly Lock _gate = new();
    private int _taken;
    private int _entering;
    private bool _isBacklogged;
    private long _entries;

    /// <summary>Takes a slot for a run that is not in the ledger yet; only when none waits before it. Else it will wait itself.</summary>
    internal bool TryTakeForNew()
    {
        lock (_gate)
        {
            if (_taken < limit && !_isBacklogged && _entering == 0)
            {
                _taken++;
                return true;
            }

            _entering++;
            return false;
        }
    }

    /// <summary>The run for which there was no slot is in the ledger, or will not be.</summary>
    internal void Entered()
    {
        lock (_gate)
        {
            _entering--;
            Note();
        }
    }

    /// <summary>Runs may wait in the ledger.</summary>
    internal void NoteBacklog()
    {
        lock (_gate)
            Note();
    }

    /// <summary>Takes the free slots for runs that wait; how many, and the mark to give back with what was claimed.</summary>
    internal (int Taken, long Mark) TakeForBacklog()
    {
        lock (_gate)
        {
            var free = _isBacklogged ? limit - _taken : 0;
            _taken += free;
            return (free, _entries);
        }
    }

    /// <summary>Gives back the slots for which no run waited. Unless others entered since the mark, none waits any more.</summary>
    internal void GiveBack(int unused, long mark)
    {
        lock (_gate)
        {
            _taken -= unused;
            if (unused > 0 && mark == _entries)
                _isBacklogged = false;
        }
    }

    internal void Free()
    {
        lock (_gate)
            _taken--;
    }

    private void Note()
    {
        _isBacklogged = true;
        _entries++;
    }
}
