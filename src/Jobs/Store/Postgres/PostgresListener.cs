using JobQueue.Jobs.Clustering;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// Hears what the other nodes notify, on a connection and a thread of its own. What was notified while it had no connection is lost: then
/// it tells that anything may be. What could not be taken is made good for, too.
/// </summary>
internal sealed partial class PostgresListener : IDisposable
{
    private static readonly TimeSpan LongestHandling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookUp = TimeSpan.FromMilliseconds(500);

    // Below the hearing the net: what waits is looked for now and then.
    private static readonly TimeSpan Net = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresNode _node;
    private readonly Func<Notice, Task> _handle;
    private readonly Func<IEnumerable<string>> _madeGood;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly Queue<Notice> _heard = [];
    private volatile bool _looksNow;

    // Kinds of which one could not be taken.
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <param name="source">The database.</param>
    /// <param name="node">This node: what it has notified itself is passed over.</param>
    /// <param name="handle">Takes a notice; one after the other.</param>
    /// <param name="madeGood">The kinds that are taken for all where one may have been lost.</param>
    /// <param name="logger">Where it is told that a notice could not be taken.</param>
    internal PostgresListener(
        NpgsqlDataSource source, PostgresNode node, Func<Notice, Task> handle, Func<IEnumerable<string>> madeGood, ILogger logger)
    {
        (_source, _node, _handle, _madeGood, _logger) = (source, node, handle, madeGood, logger);
        _thread = new Thread(Work) { IsBackground = true, Name = "jobqueue ears" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        // One that waits for the writer, which waits for a database that is away, would wait for the end of the ledger, which comes after this.
        if (_thread.Join(LongestHandling))
            _stop.Dispose();
    }

    /// <summary>Looks for what waits soon, not only when it is time.</summary>
    internal void Look() => _looksNow = true;

    /// <summary>What a notice is sent as.</summary>
    internal static string Payload(string node, Notice notice) => $"{node} {notice.What} {notice.Argument}";

    private void Work()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Listen();
            }
            catch (Exception e) when (PostgresFailure.IsPassing(e))
            {
                _stop.Token.WaitHandle.WaitOne(Reconnect);
            }
        }
    }

    private void Listen()
    {
        using var connection = PostgresFailure.Open(_source);
        connection.Notification += (_, told) => Note(told.Payload);
        using (var listen = new NpgsqlCommand(PostgresScope.Listen(_node.Scope.Notices), connection))
            listen.ExecuteNonQuery();
        HandleAll(_madeGood());
        var looked = TimeProvider.System.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            connection.Wait(LookUp);
            while (_heard.TryDequeue(out var notice))
                Handle(notice);
            if (!_looksNow && TimeProvider.System.GetElapsedTime(looked) < Net)
                continue;
            _looksNow = false;
            // One that has died without a word would wait for ever.
            using (var ask = new NpgsqlCommand("SELECT 1", connection))
                ask.ExecuteNonQuery();
            HandleAll(_failed.Intersect(_madeGood()).Union([Notice.Wake, Notice.Alarm]));
            looked = TimeProvider.System.GetTimestamp();
        }
    }

    private void Note(string payload)
    {
        if (payload.Split(' ', 3) is [var node, var what, var argument] && node != _node.Id)
            _heard.Enqueue(new Notice(what, argument));
    }

    private void HandleAll(IEnumerable<string> kinds)
    {
        List<string> all = [.. kinds];
        _failed.ExceptWith(all);
        all.ForEach(what => Handle(new Notice(what, Notice.All)));
    }

    // One that fails keeps no other from being taken.
    private void Handle(Notice notice)
    {
        try
        {
            _handle(notice).GetAwaiter().GetResult();
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e))
        {
            _failed.Add(notice.What);
            Log.NotTaken(_logger, notice.What, notice.Argument, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(84, LogLevel.Warning, "The notice {What} {Argument} of another node could not be taken")]
        internal static partial void NotTaken(ILogger logger, string what, string argument, Exception e);
    }
}
