using Npgsql;
using NpgsqlTypes;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>A claim that is about to be made.</summary>
internal sealed class RunClaim
{
    // An array, since a subquery could be asked again for each row.
    private static readonly string Sql =
        $"""
        UPDATE runs SET state = 'running', attempt = attempt + 1, owner = $1, sent = $2, started = coalesce(started, $2)
        WHERE seq = ANY (ARRAY(SELECT seq FROM runs
                               WHERE queue = $3 AND {QueueRows.WaitsForSlot}
                               ORDER BY priority DESC, due, seq LIMIT $4 FOR UPDATE SKIP LOCKED))
        RETURNING {RunRows.Columns}
        """;

    /// <inheritdoc cref="RunWrites.Claim"/>
    internal RunClaim(string queue, int most, string owner, DateTimeOffset now) => Command = new NpgsqlBatchCommand(Sql)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = owner, NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter<string> { TypedValue = InstantText.Print(now), NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter<string> { TypedValue = queue, NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter<long> { TypedValue = most },
        },
    };

    internal NpgsqlBatchCommand Command { get; }

    /// <summary>The runs that it took, in no order; known when it is made.</summary>
    internal List<Run> Runs { get; } = [];
}
