namespace JobQueue.Jobs.Store;

/// <summary>Which events; null is any.</summary>
/// <param name="Job">A job by id or name, or a run by its id.</param>
/// <param name="Kind">What was done, exactly.</param>
/// <param name="Who">Who did it, exactly.</param>
/// <param name="Text">Part of the reason, in any case.</param>
internal sealed record AuditFilter(string? Job, string? Kind, string? Who, string? Text)
{
    internal static readonly AuditFilter Any = new(null, null, null, null);
}
