namespace JobQueue.Jobs.Queue;

/// <summary>The slots of a queue as they are now.</summary>
/// <param name="Taken">How many have a run.</param>
/// <param name="Free">How many could be given; 0 where something holds the queue back.</param>
/// <param name="IsPaused">Whether somebody paused it.</param>
/// <param name="Wait">How long time alone holds it back; null where it does not.</param>
/// <param name="Moved">When last a slot was taken or freed, or a hold ended, by the clock of the process.</param>
internal readonly record struct SlotsSight(int Taken, int Free, bool IsPaused, TimeSpan? Wait, long Moved);
