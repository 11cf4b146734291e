using System.Collections.Frozen;

namespace JobQueue.Jobs.Metrics;

/// <summary>The tags of measurements, each with a bounded number of values.</summary>
internal static class Tags
{
    /// <summary>Of queues: any word that a client says is one.</summary>
    internal const int MostQueues = 100;

    private static readonly BoundedNames Queues = new(MostQueues);

    // OpenTelemetry's HTTP conventions: those of RFC 9110, and PATCH.
    private static readonly FrozenSet<string> Methods = FrozenSet.Create(
        StringComparer.Ordinal, "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

    internal static KeyValuePair<string, object?> Queue(string name) => new("jobqueue.queue", QueueName(name));

    /// <summary>A queue's name, or the one of all others.</summary>
    internal static string QueueName(string name) => Queues.Of(name);

    internal static KeyValuePair<string, object?> State(RunState state) => new("jobqueue.state", Word.Of(state));

    internal static KeyValuePair<string, object?> Method(string method) =>
        new("http.request.method", Methods.Contains(method) ? method : BoundedNames.Other);
}
