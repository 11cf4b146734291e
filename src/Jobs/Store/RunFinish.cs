using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Store;

/// <summary>What an attempt came to, as the ledger takes it.</summary>
internal sealed record RunFinish
{
    /// <summary>A final state, or pending: it goes again at <see cref="NotBefore"/>, at once when that is null.</summary>
    public required RunState State { get; init; }

    public required DateTimeOffset At { get; init; }

    public int? Status { get; init; }

    public Disposition? Disposition { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The response asked for patience: until then nothing more of the run's queue is sent. Null where it did not.</summary>
    public DateTimeOffset? HoldQueueUntil { get; init; }

    /// <summary>How far the attempt said that it was.</summary>
    public RunProgress? Progress { get; init; }

    public Response? Response { get; init; }

    /// <summary>Whether the error is what the response says; bodies are not logged.</summary>
    public bool IsErrorOfResponse { get; init; }

    /// <summary>Where the response sends the job next; null where it does not.</summary>
    public NextRequest? Next { get; init; }
}
