using System.Diagnostics;
using System.Threading.Channels;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Metrics;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Store;

/// <summary>
/// The one writer of the ledger. Operations wait in a channel; all that wait are applied in one transaction and completed when
/// it is on disk (group commit). An operation reports its own conflict as its value; one that throws fails alone.
/// </summary>
internal sealed partial class LedgerWriter : IAsyncDisposable
{
    private const int MostInGroup = 1024;
    private const int MostTries = 5;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    private readonly LedgerConnection _connection;
    private readonly ILogger _logger;
    private readonly Channel<LedgerOperation> _operations = Channel.CreateUnbounded<LedgerOperation>(new() { SingleReader = true });
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<LedgerOperation> _group = new(MostInGroup);
    private bool _hasBegun;
    private bool _isCommitting;
    private volatile bool _isClosed;

    internal LedgerWriter(LedgerConnection connection, ILogger logger)
    {
        _connection = connection;
        _logger = logger;
        // A thread of its own: endpoints that block the thread pool must not hold up the ledger.
        new Thread(Work) { IsBackground = true, Name = "jobqueue ledger" }.Start();
    }

    /// <summary>Why a transaction was refused, though it may not be for ever; null when none was, or one after it has written.</summary>
    internal string? Refusal { get; private set; }

    /// <inheritdoc cref="LedgerConnection.Outbox"/>
    internal Outbox Outbox => _connection.Outbox;

    /// <summary>Whether it accepts nothing more: it was closed, or has broken.</summary>
    internal bool IsClosed => _isClosed;

    /// <summary>Ends when the writer does: null after <see cref="DisposeAsync"/>, else what broke it.</summary>
    internal Task<Exception?> Ended => _ended.Task;

    /// <summary>Applies the operation in the next transaction; the task ends when that is on disk.</summary>
    /// <param name="apply">The operation.</param>
    /// <param name="locks">What it is known to lock; null for nothing.</param>
    /// <exception cref="LedgerException">The ledger is broken, closed, or (<see cref="LedgerException.IsPassing"/>) full, busy or away.</exception>
    internal Task<T> WriteAsync<T>(Func<LedgerConnection, T> apply, Locks? locks = null) => WriteInGroupAsync<T>(
        connection =>
        {
            var value = apply(connection);
            return () => value;
        },
        locks);

    /// <summary>The same for an operation whose value is not known before all of its group is written.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    internal Task<T> WriteInGroupAsync<T>(Func<LedgerConnection, Func<T>> apply, Locks? locks = null)
    {
        var operation = new LedgerOperation<T>(apply, locks);
        if (!_operations.Writer.TryWrite(operation))
            operation.Fail(Closed());
        return operation.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        _operations.Writer.TryComplete();
        await Ended;
    }

    private void Work()
    {
        try
        {
            while (_operations.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_group.Count < MostInGroup && _operations.Reader.TryRead(out var operation))
                    _group.Add(operation);
                Apply(_group);
                _group.Clear();
            }

            _ended.SetResult(null);
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e))
        {
            Break(e);
        }
    }

    private void Apply(List<LedgerOperation> group)
    {
        if (TryCommit(group) is not { } error)
            group.ForEach(operation => operation.Complete());
        else if (group.Count == 1 || IsAway(error))
            group.ForEach(operation => operation.Fail(error));
        else
            ApplyEach(group);
    }

    // Where one finds the database away the others would, too, each after the same wait.
    private void ApplyEach(List<LedgerOperation> group)
    {
        Exception? isAway = null;
        foreach (var operation in group)
        {
            var error = isAway ?? TryCommit([operation]);
            if (error is null)
                operation.Complete();
            else
                operation.Fail(error);
            if (error is not null && IsAway(error))
                isAway = error;
        }
    }

    /// <summary>
    /// As <see cref="TryCommitOnce"/>; again where another process was in the way, <see cref="MostTries"/> times in all, and once more
    /// where the connection had ended, or others had taken this process for dead: what it does then, it does as another.
    /// </summary>
    private Exception? TryCommit(List<LedgerOperation> group)
    {
        var error = TryCommitOnce(group);
        for (var tries = 1; tries < MostTries && error is LedgerException { IsInDoubt: false, InnerException: { } cause }; tries++)
        {
            if (!_connection.IsCollision(cause) && !(tries == 1 && _hasBegun && _connection.IsCut(cause)))
                break;
            error = TryCommitOnce(group);
        }

        return error;
    }

    // Nor is that done again which may be on disk. Where no transaction begins no operation is at fault.
    private bool IsAway(Exception error) =>
        !_hasBegun || error is LedgerException { IsInDoubt: true } || (error.InnerException is { } cause && _connection.IsAway(cause));

    /// <summary>Null when the group is on disk; else why it is not, and the transaction is rolled back.</summary>
    private Exception? TryCommitOnce(List<LedgerOperation> group)
    {
        _hasBegun = false;
        _isCommitting = false;
        try
        {
            _connection.Begin();
            _hasBegun = true;
        }
        catch (Exception e) when (_connection.Refusal(e) is { } refusal)
        {
            _connection.Rollback();
            return Passing(refusal, e);
        }

        try
        {
            if (group.Count > 1)
                _connection.LockAll([.. group.Select(operation => operation.Locks).OfType<Locks>()]);
            foreach (var operation in group)
                operation.Apply(_connection);
            _connection.BeforeCommit();
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e) && !_connection.IsBroken(e))
        {
            _connection.Rollback();
            return _connection.Refusal(e) is { } refusal ? Passing(refusal, e) : Damage.Of(e) ?? e;
        }

        try
        {
            Failpoint.Reach(Failpoint.InCommit);
            var began = Stopwatch.GetTimestamp();
            _isCommitting = true;
            _connection.Commit();
            LedgerMetrics.Committed(group.Count, began);
        }
        catch (Exception e) when (_connection.Refusal(e) is { } refusal)
        {
            var isKnown = TryFindOut(refusal, e, out var wasCommitted);
            if (!wasCommitted)
            {
                _connection.Rollback();
                return isKnown ? Passing(refusal, e) : Closed(e, isInDoubt: true);
            }
        }

        _connection.Publish();
        if (Refusal is not null && _connection.HasWritten)
            Refusal = null;
        return null;
    }

    /// <summary>
    /// Whether a commit whose answer was lost is on disk; until that is known nothing else is accepted. Who closes the ledger meanwhile does not
    /// wait for it.
    /// </summary>
    private bool TryFindOut(string refusal, Exception e, out bool wasCommitted)
    {
        bool? known;
        while ((known = _connection.WasCommitted()) is null && !_isClosed)
        {
            var passing = Passing(refusal, e);
            while (_operations.Reader.TryRead(out var operation))
                operation.Fail(passing);
            Task.Delay(BetweenTries, TimeProvider.System).GetAwaiter().GetResult();
        }

        wasCommitted = known ?? false;
        return known is not null;
    }

    // After a failed write or fsync nothing is trusted: what waits fails, nothing more is acknowledged.
    private void Break(Exception e)
    {
        Log.Broken(_logger, e);
        _isClosed = true;
        _connection.Break();
        _operations.Writer.TryComplete();
        foreach (var operation in _group)
            operation.Fail(Closed(e, isInDoubt: _isCommitting));
        while (_operations.Reader.TryRead(out var operation))
            operation.Fail(Closed(e));
        _ended.SetResult(e);
    }

    private static LedgerException Closed(Exception? cause = null, bool isInDoubt = false) =>
        new("the ledger is closed: nothing more is accepted", cause) { IsInDoubt = isInDoubt };

    private LedgerException Passing(string refusal, Exception e)
    {
        Refusal = refusal;
        return new LedgerException(refusal, e) { IsPassing = true };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical, "The ledger is broken; nothing more is accepted. Restart when its disk is well.")]
        internal static partial void Broken(ILogger logger, Exception e);
    }
}
