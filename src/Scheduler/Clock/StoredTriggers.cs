using Quartz;

namespace JobQueue.Scheduler.Clock;

/// <summary>The triggers of recurring jobs, as they stood in the database at a moment.</summary>
/// <param name="ById">By the ids of their jobs.</param>
internal sealed record StoredTriggers(IReadOnlyDictionary<string, TriggerHeader> ById);
