namespace JobQueue.Scheduler.Times;

/// <summary>A stretch of time in which a zone keeps one offset. All ticks are <see cref="DateTime.Ticks"/>.</summary>
/// <param name="Start">Its first instant, in UTC ticks.</param>
/// <param name="End">The first instant after it, in UTC ticks.</param>
/// <param name="Offset">Wall clock minus UTC in it, in ticks.</param>
/// <param name="OffsetBefore">The offset of the stretch before; equal to <paramref name="Offset"/> where none is known.</param>
internal readonly record struct ZoneSpan(long Start, long End, long Offset, long OffsetBefore)
{
    internal long WallStart => Start + Offset;

    internal long WallEnd => End + Offset;

    /// <summary>By how much the wall clock was put forward where this stretch begins; negative for back.</summary>
    internal long Change => Offset - OffsetBefore;
}
