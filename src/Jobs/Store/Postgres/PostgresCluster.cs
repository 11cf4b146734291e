using System.Collections.Concurrent;
using System.Globalization;
using JobQueue.Jobs.Clustering;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>The nodes that work on one database.</summary>
internal sealed class PostgresCluster : Cluster, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresNode _node;
    private readonly Ledger _ledger;
    private readonly ConcurrentDictionary<string, Answers> _asked = new(StringComparer.Ordinal);
    private volatile bool _wasHindered;
    private PostgresHeart? _heart;
    private PostgresListener? _listener;
    private ClusterGauges? _gauges;

    internal PostgresCluster(NpgsqlDataSource source, PostgresNode node, Ledger ledger)
    {
        (_source, _node, _ledger) = (source, node, ledger);
        node.Rejoined += NoteLost;
        node.Rejoined += () => _ = ledger.SkipOnceSettledAsync();
        On(Notice.Settled, OnSettledAsync);
    }

    internal override bool IsShared => true;

    internal override bool IsFirst => Hindrance is null && _heart is { IsFirst: true };

    internal override TimeSpan Skew => _heart?.Skew ?? TimeSpan.Zero;

    internal override string? Hindrance
    {
        get
        {
            var skew = Skew;
            if (skew.Duration() <= MostSkew)
                return null;
            _wasHindered = true;
            return string.Create(CultureInfo.InvariantCulture, $"the clock of this machine is off by {skew.TotalSeconds:0.0} s from the database's");
        }
    }

    /// <summary>The clock of this machine.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    internal override ValueTask<bool> MeasureAsync() => _heart?.MeasureAsync() ?? new(true);

    internal override void Start(Action<List<Run>> recovered, ILogger logger)
    {
        _heart = new PostgresHeart(_source, _node, _ledger, Clock, recovered, logger);
        _listener = new PostgresListener(_source, _node, HandleAsync, () => MadeGood, logger);
        _heart.Measured += GoOn;
        _gauges = new ClusterGauges(_ledger);
    }

    internal override ValueTask<bool> OwnsAsync(string owner) => _heart?.LivesAsync(owner) ?? new(true);

    internal override async Task<bool> SettleAsync()
    {
        var token = RunId.New(TimeProvider.System.GetUtcNow());
        var answers = _asked[token] = new Answers();
        try
        {
            answers.Expect(await _ledger.WriteAsync(connection =>
            {
                var others = (int)(long)connection.Scalar("SELECT count(*) FROM nodes WHERE ended IS NULL AND id <> @own", ("@own", _node.Id))!;
                if (others > 0)
                    connection.Notify(Notice.Settle, token);
                return others;
            }));
            // Who does not answer is about to be declared dead, or has an older version.
            return await Task.WhenAny(answers.Complete, Task.Delay(Patience, TimeProvider.System)) == answers.Complete;
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            // What they are to take is committed: it is taken when they can be heard again.
            return false;
        }
        finally
        {
            _asked.TryRemove(token, out _);
        }
    }

    internal override void StopListening()
    {
        _listener?.Dispose();
        _listener = null;
    }

    public void Dispose()
    {
        _gauges?.Dispose();
        _heart?.Dispose();
        StopListening();
    }

    // What nobody took on meanwhile is looked for.
    private void GoOn()
    {
        var wasHindered = _wasHindered;
        _wasHindered = false;
        if (wasHindered && Hindrance is null)
            _listener?.Look();
    }

    private Task OnSettledAsync(string token)
    {
        if (_asked.TryGetValue(token, out var answers))
            answers.Note();
        return Task.CompletedTask;
    }

    /// <summary>The answers to one question, of which it may not be known yet how many there will be.</summary>
    private sealed class Answers
    {
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing;

        internal Task Complete => _complete.Task;

        internal void Expect(int count) => Add(count);

        internal void Note() => Add(-1);

        private void Add(int count)
        {
            if (Interlocked.Add(ref _missing, count) == 0)
                _complete.TrySetResult();
        }
    }
}
