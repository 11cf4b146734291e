using System.Diagnostics;
using JobQueue.Jobs.Clustering;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// Says every two seconds that this node lives, by the clock of the database, on a connection and a thread of its own: neither a long run
/// nor a full thread pool takes its lease away. Who has said nothing for ten seconds is declared dead by any other that was there all that
/// time, and its runs are taken over.
/// </summary>
internal sealed partial class PostgresHeart : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    // In seconds: what is silent for so long is given up while there is time to say it over another connection.
    private const int LongestBeat = 3;

    // As in the statements below.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    // By the clock of this process, with some time to spare: beyond it others may have taken it for dead.
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(7);

    private const string Live = """
        WITH beat AS (UPDATE nodes SET seen = clock_timestamp(), skew_ms = $2 WHERE id = $1 AND ended IS NULL RETURNING id)
        SELECT extract(epoch FROM clock_timestamp())::double precision, EXISTS (SELECT 1 FROM beat),
               (SELECT id FROM nodes WHERE ended IS NULL AND abs(coalesce(skew_ms, 0)) <= 5000 ORDER BY started, id LIMIT 1) = $1,
               EXISTS (SELECT 1 FROM nodes WHERE ended IS NULL AND id <> $1 AND seen < clock_timestamp() - interval '10 seconds'),
               EXISTS (SELECT 1 FROM runs WHERE state = 'running'
                         AND NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.id = runs.owner AND ended IS NULL))
        """;

    // One whose row is held is in the middle of a commit, or was stopped there: then the server ends its transaction soon.
    private const string Bury = """
        UPDATE nodes SET ended = clock_timestamp(), reason = 'no heartbeat'
        WHERE id IN (SELECT id FROM nodes WHERE ended IS NULL AND id <> @own AND seen < clock_timestamp() - interval '10 seconds'
                     FOR UPDATE SKIP LOCKED)
        RETURNING name, id
        """;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresNode _node;
    private readonly Ledger _ledger;
    private readonly TimeProvider _clock;
    private readonly Action<List<Run>> _recovered;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastHeard = Stopwatch.GetTimestamp();
    private long _since = Stopwatch.GetTimestamp();
    private TimeSpan _last;
    private NpgsqlConnection? _connection;
    private bool _isAway;

    internal PostgresHeart(
        NpgsqlDataSource source, PostgresNode node, Ledger ledger, TimeProvider clock, Action<List<Run>> recovered, ILogger logger)
    {
        (_source, _node, _ledger, _clock, _recovered, _logger) = (source, node, ledger, clock, recovered, logger);
        _skew = new MeasuredSkew(clock);
        node.Rejoined += () => Log.Rejoined(logger, node.Id);
        // Whether its clock is right is known before anything is decided by it.
        TryLiveOn();
        _thread = new Thread(Work) { IsBackground = true, Name = "jobqueue heart" };
        _thread.Start();
    }

    /// <summary>Whether it is the one that was there first of those that live.</summary>
    internal volatile bool IsFirst;

    /// <summary>Ends when it is certain whether this node still lives under an id.</summary>
    internal async ValueTask<bool> LivesAsync(string id)
    {
        while (id == _node.Id)
        {
            Task heard;
            lock (_gate)
            {
                if (Stopwatch.GetElapsedTime(_lastHeard) < Sure)
                    return true;
                heard = _heard.Task;
            }

            await heard;
        }

        return false;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
        lock (_gate)
            _asked.Dispose();
        // Whoever waits goes on.
        Hear(Stopwatch.GetTimestamp());
    }

    private void Work()
    {
        while (WaitHandle.WaitAny([_stop.Token.WaitHandle, _asked], Beat) != 0)
            TryLiveOn();
        _connection?.Dispose();
    }

    private void TryLiveOn()
    {
        var wasConnected = _connection is not null;
        var failure = LiveOnce();
        // It may be this connection alone.
        if (failure is not null && wasConnected && !_stop.IsCancellationRequested)
            failure = LiveOnce();
        if (failure is null)
            NoteReach();
        else
            NoteAway(failure);
    }

    private Exception? LiveOnce()
    {
        try
        {
            if (_connection is null)
            {
                _connection = PostgresFailure.Open(_source);
                _since = Stopwatch.GetTimestamp();
            }

            LiveOn(_connection);
            return null;
        }
        catch (Exception e) when (PostgresFailure.IsPassing(e))
        {
            _connection?.Dispose();
            _connection = null;
            return e;
        }
    }

    private void LiveOn(NpgsqlConnection connection)
    {
        var (began, timestamp, before, id) = (Stopwatch.GetTimestamp(), _clock.GetTimestamp(), _clock.GetUtcNow(), _node.Id);
        bool lives, isOneDead, isOrphaned;
        using (var command = new NpgsqlCommand(Live, connection) { CommandTimeout = Math.Min(LongestBeat, connection.CommandTimeout) })
        {
            command.Parameters.AddWithValue(id);
            command.Parameters.AddWithValue((long)Skew.TotalMilliseconds);
            using var reader = command.ExecuteReader();
            reader.Read();
            var half = Stopwatch.GetElapsedTime(began) / 2;
            var there = TimeSpan.FromSeconds(reader.GetDouble(0));
            _skew.Note(Closest(Skew, before + half - DateTimeOffset.UnixEpoch - there, half), before, timestamp);
            // This process, or its machine, may have stood still, and others with it.
            if (there - _last > Sure)
                _since = began;
            _last = there;
            lives = reader.GetBoolean(1);
            IsFirst = !reader.IsDBNull(2) && reader.GetBoolean(2);
            (isOneDead, isOrphaned) = (reader.GetBoolean(3), reader.GetBoolean(4));
        }

        NoteMeasured();
        if (!lives)
        {
            // The writer joins anew with what it writes next.
            _node.NoteEnded(id);
            _ = Try(_ => true);
            return;
        }

        Hear(began);
        if (isOneDead && Stopwatch.GetElapsedTime(_since) > Lease)
            _ = TakeOverAsync(connection => connection.All(Bury, row => (row.String(0), row.String(1)), ("@own", _node.Id)));
        else if (isOrphaned)
            _ = TakeOverAsync(_ => []);
    }

    private async Task TakeOverAsync(Func<LedgerConnection, List<(string Name, string Id)>> bury)
    {
        var taken = await Try(connection => (Dead: bury(connection), Runs: Recovery.Recover(connection, _clock.GetUtcNow() - Skew)));
        if (taken.Dead is not null)
            taken.Dead.ForEach(node => Log.Dead(_logger, node.Name, node.Id));
        if (taken.Runs is { Count: > 0 })
            _recovered(taken.Runs);
    }

    private async Task<T?> Try<T>(Func<LedgerConnection, T> apply)
    {
        try
        {
            return await _ledger.WriteAsync(apply);
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e))
        {
            // The next beat sees it again.
            Log.NotYet(_logger, e);
            return default;
        }
    }

    private void Hear(long at)
    {
        lock (_gate)
        {
            _lastHeard = at;
            _heard.TrySetResult();
            _heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void NoteReach()
    {
        if (_isAway)
            Log.Back(_logger);
        _isAway = false;
    }

    private void NoteAway(Exception e)
    {
        if (!_isAway)
            Log.Away(_logger, e.Message);
        _isAway = true;
    }

    private static partial class Log
    {
        [LoggerMessage(80, LogLevel.Warning, "The heartbeat does not reach the database: {Error}. It is tried again every 2 s.")]
        internal static partial void Away(ILogger logger, string error);

        [LoggerMessage(81, LogLevel.Information, "The heartbeat reaches the database again")]
        internal static partial void Back(ILogger logger);

        [LoggerMessage(82, LogLevel.Warning, "Node {Node} ({Id}) has said nothing for 10 s, and is taken for dead")]
        internal static partial void Dead(ILogger logger, string node, string id);

        [LoggerMessage(83, LogLevel.Warning, "The node could not write of itself and others; it tries again")]
        internal static partial void NotYet(ILogger logger, Exception e);

        [LoggerMessage(86, LogLevel.Warning, "This node was taken for dead, and gives up what it had in hand; it has joined anew as {Id}")]
        internal static partial void Rejoined(ILogger logger, string id);
    }
}
