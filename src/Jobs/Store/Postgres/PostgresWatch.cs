using JobQueue.Jobs.Events;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// Hears which rows of <c>runs</c> and <c>events</c> change, whichever node or program changes them, and publishes them in the order of the
/// commits: a run once a transaction, as it is when it is read. A state that lasted shorter than it took to read it is passed over. After a
/// connection was lost, readers are told to begin anew.
/// </summary>
internal sealed partial class PostgresWatch : IDisposable
{
    // What the server has sent meanwhile comes with any answer.
    private const string Drain = "SELECT 1";

    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    // One that has died without a word would wait for ever.
    private static readonly TimeSpan LookUp = TimeSpan.FromSeconds(10);

    private static readonly string OneRun =
        $"""
        SELECT {RunRows.ColumnsWithoutContent}, CAST(xmin AS text), owner, (SELECT name FROM nodes WHERE nodes.id = owner)
        FROM runs WHERE seq = @seq
        """;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresNode _node;
    private readonly EventFeed _feed;
    private readonly ILogger _logger;
    private readonly PostgresLedger _reader;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Change> _heard = [];
    // Runs that were read as a later transaction left them than the one that was told: of that one they are not told again.
    private readonly Dictionary<long, string> _ahead = [];
    private readonly HashSet<long> _told = [];
    private string _transaction = "";

    /// <summary>Listens from now on.</summary>
    internal PostgresWatch(NpgsqlDataSource source, PostgresNode node, EventFeed feed, ILogger logger)
    {
        (_source, _node, _feed, _logger) = (source, node, feed, logger);
        _reader = new PostgresLedger(source, node);
        var connection = source.OpenConnection();
        StartListening(connection);
        // What changed while it was not in the cluster was not told to it.
        node.Rejoined += feed.Skip;
        _ = Task.Run(() => WorkAsync(connection));
    }

    public void Dispose()
    {
        _node.Rejoined -= _feed.Skip;
        _stop.Cancel();
    }

    private async Task WorkAsync(NpgsqlConnection? connection)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                connection ??= await ListenAnewAsync();
                await connection.WaitAsync(LookUp, _stop.Token);
                Execute(connection, Drain);
                Tell();
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e)
            {
                // Whatever it is, the connection or a row of a newer version: who reads begins anew. While it cannot listen it is no news.
                if (connection is not null)
                    Log.Lost(_logger, e);
                connection?.Dispose();
                connection = null;
                _reader.Dispose();
                await Task.Delay(Reconnect, TimeProvider.System, CancellationToken.None);
            }
        }

        connection?.Dispose();
        _reader.Dispose();
        _stop.Dispose();
    }

    private async Task<NpgsqlConnection> ListenAnewAsync()
    {
        var connection = await _source.OpenConnectionAsync(_stop.Token);
        StartListening(connection);
        Skip();
        return connection;
    }

    private void StartListening(NpgsqlConnection connection)
    {
        try
        {
            connection.Notification += (_, told) => Note(told.Payload);
            Execute(connection, PostgresScope.Listen(_node.Scope.Changes));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Note(string payload)
    {
        // Of more than that nothing is told.
        if (_heard.Count <= _feed.Capacity && payload.Split(' ') is [var what, var transaction, var number] && long.TryParse(number, out var seq))
            _heard.Add(new Change(what, transaction, seq));
    }

    private void Tell()
    {
        if (_heard.Count > _feed.Capacity || _ahead.Count > _feed.Capacity)
            Skip();
        if (_heard.Count == 0)
            return;
        var events = _reader.ReadMoment(connection => _heard.Select(change => Read(connection, change)).OfType<FeedEvent>().ToArray());
        _heard.Clear();
        _feed.Publish(events);
    }

    private void Skip()
    {
        _heard.Clear();
        _ahead.Clear();
        _told.Clear();
        _feed.Skip();
    }

    private FeedEvent? Read(LedgerConnection connection, Change change) =>
        change.What == "event" ? ChangeReads.Event(connection, change.Seq)
        : connection.First(OneRun, Find, ("@seq", change.Seq)) is { } found && IsNew(change, found.Transaction)
        ? change.What == "progress" && change.Transaction == found.Transaction && found.What.Run.State == RunState.Running
            ? Progress(found) : found.What
        : null;

    private static Found Find(LedgerRow row)
    {
        var run = ChangeReads.Run(row).Run;
        return new(
            new RunChanged(run.State == RunState.Running ? run with { Node = row.Text(RunRows.Count + 2) } : run),
            row.String(RunRows.Count), row.Text(RunRows.Count + 1));
    }

    private bool IsNew(Change change, string transaction)
    {
        if (change.Transaction != _transaction)
        {
            _transaction = change.Transaction;
            _told.Clear();
        }

        var wasTold = !_told.Add(change.Seq) || (_ahead.TryGetValue(change.Seq, out var ahead) && ahead == transaction);
        if (change.Transaction == transaction)
            _ahead.Remove(change.Seq);
        else if (!wasTold)
            _ahead[change.Seq] = transaction;
        return !wasTold;
    }

    // The node that sends the run has told its own readers.
    private ProgressReported? Progress(Found found) => found.What.Run is { Progress: { } progress } run && found.Owner != _node.Id
        ? new(run.Id, run.Attempt, run.JobId ?? run.Id, run.JobName, progress)
        : null;

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <param name="What"><c>run</c>, <c>progress</c> or <c>event</c>.</param>
    /// <param name="Transaction">That changed it.</param>
    /// <param name="Seq">Of the row.</param>
    private readonly record struct Change(string What, string Transaction, long Seq);

    private sealed record Found(RunChanged What, string Transaction, string? Owner);

    private static partial class Log
    {
        [LoggerMessage(85, LogLevel.Warning, "What other nodes change is not told for a moment; who reads events begins anew")]
        internal static partial void Lost(ILogger logger, Exception e);
    }
}
