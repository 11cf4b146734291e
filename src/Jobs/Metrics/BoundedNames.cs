using System.Collections.Concurrent;

namespace JobQueue.Jobs.Metrics;

/// <summary>Names as values of a tag, of which there are never too many: the first ones as they are, all others as one.</summary>
/// <param name="most">How many stay as they are.</param>
internal sealed class BoundedNames(int most)
{
    /// <summary>The name of all others, as OpenTelemetry's HTTP conventions call them.</summary>
    internal const string Other = "_OTHER";

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private int _count;

    internal string Of(string name) => _known.GetOrAdd(name, IsFree) ? name : Forget(name);

    private bool IsFree(string name) => Volatile.Read(ref _count) < most && Interlocked.Increment(ref _count) <= most;

    // What is not kept would fill the memory instead of the tag.
    private string Forget(string name)
    {
        _known.TryRemove(KeyValuePair.Create(name, false));
        return Other;
    }
}
