namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>A day of a phrase.</summary>
/// <param name="Date">Its midnight.</param>
/// <param name="Time">When on it, where the phrase says nothing else.</param>
/// <param name="Part">The part of it that was said with it: <c>this evening</c>.</param>
internal sealed record SaidDay(DateTime Date, TimeSpan Time, DayPart? Part = null)
{
    internal SaidDay(DateTime wall)
        : this(wall.Date, wall.TimeOfDay)
    {
    }
}
