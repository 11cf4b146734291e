using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Clustering;

/// <summary>The processes that work on one ledger, as this one sees them. Alone it is all there is, and nothing below does anything.</summary>
internal class Cluster
{
    /// <summary>How far a clock may be from the ledger's: whose is further off takes nothing on. It is in statements, too.</summary>
    internal static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(5);

    /// <summary>How far it may be before that is said.</summary>
    internal static readonly TimeSpan LittleSkew = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Func<string, Task>> _handlers = new(StringComparer.Ordinal);

    /// <summary>Whether others may work on the ledger.</summary>
    internal virtual bool IsShared => false;

    /// <summary>Whether this process does what one of them is to do: prune, mail, look for what is overdue.</summary>
    internal virtual bool IsFirst => true;

    /// <summary>Why this process takes nothing on; null where it does.</summary>
    internal virtual string? Hindrance => null;

    /// <summary>How far the clock of this machine is ahead of the ledger's.</summary>
    internal virtual TimeSpan Skew => TimeSpan.Zero;

    /// <summary>How far the clock of this machine is ahead where it is too far off to be gone by; else zero.</summary>
    internal TimeSpan SkewToCorrect => Hindrance is null ? TimeSpan.Zero : Skew;

    /// <summary>
    /// Ends when it is certain how far the clock of this machine is ahead: at once, but for one that was set since that was measured.
    /// </summary>
    /// <returns>False where the ledger does not say so within five seconds.</returns>
    internal virtual ValueTask<bool> MeasureAsync() => new(true);

    /// <summary>What time it is for the ledger: by this machine's clock, but for one that is too far off to be gone by.</summary>
    internal DateTimeOffset Now(TimeProvider clock) => clock.GetUtcNow() - SkewToCorrect;

    /// <summary>What this process had in hand is not its own any more: the others took it for dead.</summary>
    internal event Action? Lost;

    /// <summary>Says who takes notices of a kind. They come one after the other; the argument may be <see cref="Notice.All"/>.</summary>
    internal void On(string what, Func<string, Task> handler) => _handlers[what] = handler;

    /// <summary>Begins to take notices, and to take over from others that have died.</summary>
    /// <param name="recovered">Called with the runs that were taken over.</param>
    /// <param name="logger">Where it is told what becomes of the others.</param>
    internal virtual void Start(Action<List<Run>> recovered, ILogger logger)
    {
    }

    /// <summary>Takes no notices any more; what takes them may be disposed.</summary>
    internal virtual void StopListening()
    {
    }

    /// <summary>
    /// Ends when it is certain whether what an owner has in hand is still its own: at once, but for a process that could not be heard for a
    /// while.
    /// </summary>
    internal virtual ValueTask<bool> OwnsAsync(string owner) => new(true);

    /// <summary>Ends when the others have taken all notices until now, and all transactions of theirs that began before are over.</summary>
    /// <returns>False where they do not answer within two seconds, or cannot be asked.</returns>
    internal virtual Task<bool> SettleAsync() => Task.FromResult(true);

    protected Task HandleAsync(Notice notice) =>
        _handlers.TryGetValue(notice.What, out var handler) ? handler(notice.Argument) : Task.CompletedTask;

    /// <summary>The kinds of which notices may have been lost: one with <see cref="Notice.All"/> makes good for them.</summary>
    protected IEnumerable<string> MadeGood => _handlers.Keys.Where(what => what is not (Notice.Settle or Notice.Settled));

    protected void NoteLost() => Lost?.Invoke();
}
