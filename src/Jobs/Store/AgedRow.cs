namespace JobQueue.Jobs.Store;

/// <summary>A row as its age decides on it.</summary>
/// <param name="Seq">Its number, in order of entry.</param>
/// <param name="IsOld">It goes.</param>
/// <param name="IsYoung">It was entered after all that is old; those after it were, too, unless the clock was put back.</param>
internal readonly record struct AgedRow(long Seq, bool IsOld, bool IsYoung);
