namespace JobQueue.Jobs.Sending;

/// <summary>How an exchange ended.</summary>
internal enum AttemptEnd
{
    /// <summary>A whole response came.</summary>
    Responded,

    /// <summary>None came, or not to its end: refused, connection lost, protocol broken.</summary>
    NoResponse,

    /// <summary>The caller gave it up first; who and why the caller knows.</summary>
    Aborted,

    /// <summary>The target's own limit was over; the error says so.</summary>
    TimedOut,

    /// <summary>It was not sent at all: the way to the target is closed. The run waits.</summary>
    NotSent,

    /// <summary>It was withdrawn before it was sent. The run waits, where it stood.</summary>
    Withdrawn,
}
