namespace JobQueue.Jobs.Store;

/// <summary>
/// What an operation locks, as far as that is known before it is applied. What the operations of a group lock is locked in one order, so that
/// nodes do not wait for each other in a circle.
/// </summary>
/// <param name="Job">The id of a recurring job; null for none.</param>
/// <param name="Key">A client's idempotency key; null for none.</param>
/// <param name="Name">The name of a job; null for none.</param>
/// <param name="Word">Another word; null for none.</param>
internal sealed record Locks(string? Job = null, string? Key = null, string? Name = null, string? Word = null)
{
    /// <summary>The words that are locked.</summary>
    internal IEnumerable<string> Words => new[] { Key is null ? null : OfKey(Key), Name is null ? null : OfName(Name), Word }.OfType<string>();

    /// <summary>Of an operation on the runs of a job; null where it is on those of none.</summary>
    internal static Locks? OfJob(string? id) => id is null ? null : new(id);

    /// <summary>Of one that enters a job; null where it has neither a key nor a name.</summary>
    internal static Locks? OfNew(IdempotencyKey? key, string? name) => key is null && name is null ? null : new(Key: key?.Key, Name: name);

    /// <summary>What stands for a key.</summary>
    internal static string OfKey(string key) => $"key {key}";

    /// <summary>What stands for a name.</summary>
    internal static string OfName(string name) => $"name {name}";
}
