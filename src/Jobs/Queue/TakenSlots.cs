namespace JobQueue.Jobs.Queue;

/// <summary>Slots taken at once.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mark">What had entered the queue by then: see <see cref="QueueSlots.GiveBack"/>.</param>
/// <param name="Group">With which their runs arrive at the sender.</param>
internal readonly record struct TakenSlots(int Count, long Mark, Handoffs.Group Group)
{
    /// <summary>The mark of nothing: what was not claimed may still wait.</summary>
    internal const long Nothing = -1;
}
