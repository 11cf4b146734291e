using System.Text;
using JobQueue.Jobs.Clustering;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>A ledger in PostgreSQL, of as many processes as one likes.</summary>
internal sealed class PostgresEngine : LedgerEngine
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresNode _node;
    private PostgresCluster? _cluster;

    private PostgresEngine(NpgsqlDataSource source, PostgresSettings settings, string version, byte[] secret, string node)
    {
        (_source, Name, Version, Secret, NodeName) = (source, settings.Name, version, secret, node);
        _node = new PostgresNode(source, node, Program, settings.Scope);
        _node.Join();
        Writer = new PostgresLedger(source, _node);
    }

    // Longer than a statement may take.
    internal override TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    internal override string Name { get; }

    internal override string Version { get; }

    internal override string Owner => _node.Id;

    internal override byte[] Secret { get; }

    internal override LedgerConnection Writer { get; }

    internal override string NodeName { get; }

    // Some ten milliseconds of the writer.
    internal override int PrunedAtOnce => 200;

    /// <param name="connectionString">Of Npgsql. Its search path names the schema; <c>jobqueue</c> where it names none.</param>
    /// <param name="node">The name of this process; null for the machine's.</param>
    /// <exception cref="LedgerException">It cannot be reached, or is of a newer version.</exception>
    internal static new PostgresEngine Open(string connectionString, string? node = null)
    {
        var settings = PostgresSettings.Read(connectionString);
        var source = settings.BuildImpatient();
        try
        {
            if (PostgresPooler.Fault(source) is { } fault)
                throw new LedgerException($"{settings.Name} cannot be opened as a ledger ({fault}). Name the server itself, or set pool_mode = session.");
            PostgresSchema.Migrate(source, settings.Schema);
            using var version = source.CreateCommand("SHOW server_version");
            using var secret = source.CreateCommand(SecretRows.OfCluster);
            return new PostgresEngine(
                source, settings, $"PostgreSQL {version.ExecuteScalar()}", Encoding.UTF8.GetBytes((string)secret.ExecuteScalar()!),
                node ?? Environment.MachineName);
        }
        catch (Exception e)
        {
            source.Dispose();
            if (settings.Refusal(e) is { } refusal)
                throw refusal;
            throw;
        }
    }

    internal override Cluster Cluster => _cluster ?? base.Cluster;

    internal override void Begin(Ledger ledger) => _cluster = new PostgresCluster(_source, _node, ledger);

    internal override List<Node> Nodes(LedgerConnection connection) => PostgresNodes.Read(connection, Owner);

    internal override LedgerConnection OpenReader() => new PostgresLedger(_source, _node);

    public override async ValueTask DisposeAsync()
    {
        _cluster?.Dispose();
        Writer.Dispose();
        try
        {
            _node.Leave();
        }
        catch (Exception e) when (PostgresFailure.IsPassing(e))
        {
            // The others see that it is gone when its heartbeat is.
        }

        await _source.DisposeAsync();
    }
}
