namespace JobQueue.Api.Feeds;

/// <summary>The whole days, of UTC, that a calendar tells of.</summary>
/// <param name="Now">What is not after this has been.</param>
/// <param name="Start">The midnight before it.</param>
/// <param name="End">The midnight at the end of the last day.</param>
internal readonly record struct CalendarSpan(DateTimeOffset Now, DateTimeOffset Start, DateTimeOffset End)
{
    internal static CalendarSpan Of(DateTimeOffset now, int days)
    {
        var start = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return new(now, start, start.AddDays(days + 1));
    }

    internal int Days => (int)(End - Start).TotalDays;
}
