using System.Collections.Frozen;

namespace JobQueue.Jobs.Sending;

/// <summary>The configured targets by their names, in which case does not matter.</summary>
internal sealed class Targets(IEnumerable<Target> targets)
{
    internal static readonly Targets None = new([]);

    private readonly FrozenDictionary<string, Target> _byName = targets.ToFrozenDictionary(target => target.Name, StringComparer.OrdinalIgnoreCase);

    internal IEnumerable<Target> All => _byName.Values;

    /// <summary>The names, for messages.</summary>
    internal string Known => _byName.Count == 0 ? "none is configured" : string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal));

    internal Target? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>What is expected instead of a policy's target; null where it is a base URL, a name that is known, or none.</summary>
    internal string? Refusal(string? target) =>
        target is null || BaseUrl.IsAbsolute(target) || Find(target) is not null
            ? null
            : $"a configured target ({Known}), or {BaseUrl.Expected}";
}
