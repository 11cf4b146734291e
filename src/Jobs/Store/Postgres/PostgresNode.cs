using System.Globalization;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// This process in the table of nodes: the owner of what it runs. Declared dead by the others it joins anew, as another owner. Used by the
/// writer's thread; its id is read by all.
/// </summary>
internal sealed class PostgresNode
{
    /// <summary>The SQLSTATE of a commit that the table refuses.</summary>
    internal const string NotInCluster = "JQ001";

    private readonly NpgsqlDataSource _source;
    private readonly string _name;
    private readonly string _version;
    private readonly Lock _gate = new();
    private volatile string? _id;
    private volatile bool _isOut = true;

    internal PostgresNode(NpgsqlDataSource source, string name, string version, PostgresScope scope) =>
        (_source, _name, _version, Scope) = (source, name, version, scope);

    /// <summary>Of its cluster: where the others hear it, and what they wait for.</summary>
    internal PostgresScope Scope { get; }

    /// <summary>The id of the row; one that was never before and is never again.</summary>
    internal string Id => _id ?? throw new InvalidOperationException("the node has not joined");

    /// <summary>How many transactions it has committed under this id.</summary>
    internal long Groups { get; private set; }

    /// <summary>Whether somebody reads its feed, so that changes are to be told to it.</summary>
    internal bool IsWatching { get; set; }

    /// <summary>It has a row under another id than before: what it had in hand is not its own any more.</summary>
    internal event Action? Rejoined;

    /// <summary>Enters the cluster where it is not in it.</summary>
    internal void Join()
    {
        if (!_isOut)
            return;
        var isFirst = _id is null;
        var id = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}:{RunId.New(TimeProvider.System.GetUtcNow())}");
        using var connection = isFirst ? _source.OpenConnection() : PostgresFailure.Open(_source);
        using var command = new NpgsqlCommand(
            """
            WITH forgotten AS (DELETE FROM nodes WHERE ended < clock_timestamp() - interval '30 days')
            INSERT INTO nodes (id, name, pid, version, watching) VALUES ($1, $2, $3, $4, $5)
            """,
            connection);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(_name);
        command.Parameters.AddWithValue((long)Environment.ProcessId);
        command.Parameters.AddWithValue(_version);
        command.Parameters.AddWithValue(IsWatching);
        command.ExecuteNonQuery();
        lock (_gate)
            (_id, Groups, _isOut) = (id, 0, false);
        if (!isFirst)
            Rejoined?.Invoke();
    }

    /// <summary>The others have declared it dead under this id; nothing where it has another by now.</summary>
    internal void NoteEnded(string id)
    {
        lock (_gate)
            _isOut |= id == _id;
    }

    internal void NoteCommit() => Groups++;

    /// <summary>
    /// Finds out whether a transaction whose commit was not answered is on disk, and sees to it that it is not later, where it is not now: it
    /// waits for the row if that transaction still has it, and counts on, so that the transaction's own count does not fit any more.
    /// </summary>
    /// <returns>Whether that is known; false while the database cannot be reached.</returns>
    internal bool TrySettle(out bool wasCommitted)
    {
        wasCommitted = false;
        try
        {
            using var connection = PostgresFailure.Open(_source);
            using var transaction = connection.BeginTransaction();
            using var look = new NpgsqlCommand("SELECT groups FROM nodes WHERE id = $1 FOR UPDATE", connection, transaction);
            look.Parameters.AddWithValue(Id);
            wasCommitted = look.ExecuteScalar() is long groups && groups == Groups + 1;
            var next = Groups + (wasCommitted ? 1 : 2);
            using var count = new NpgsqlCommand("UPDATE nodes SET groups = $2 WHERE id = $1", connection, transaction);
            count.Parameters.AddWithValue(Id);
            count.Parameters.AddWithValue(next);
            count.ExecuteNonQuery();
            transaction.Commit();
            Groups = next;
            return true;
        }
        catch (Exception e) when (PostgresFailure.IsPassing(e))
        {
            return false;
        }
    }

    /// <summary>It stops in order, and owns nothing.</summary>
    internal void Leave()
    {
        using var command = _source.CreateCommand("UPDATE nodes SET ended = now(), reason = 'stopped' WHERE id = $1 AND ended IS NULL");
        command.Parameters.AddWithValue(Id);
        command.ExecuteNonQuery();
        _isOut = true;
    }
}
