using JobQueue.Jobs.Keys;

namespace JobQueue.Jobs.Store;

/// <summary>A key that is in force.</summary>
internal sealed record KeyRow
{
    public required string Name { get; init; }

    public required Role Role { get; init; }

    /// <inheritdoc cref="ApiKey.PublicId"/>
    public required string PublicId { get; init; }

    /// <inheritdoc cref="ApiKey.Hash"/>
    public required string Hash { get; init; }

    /// <summary>Null: it stands in the configuration.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>To the minute; null: never.</summary>
    public DateTimeOffset? LastUsed { get; init; }
}
