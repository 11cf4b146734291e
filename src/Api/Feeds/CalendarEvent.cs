namespace JobQueue.Api.Feeds;

/// <summary>An event of a calendar.</summary>
/// <param name="Uid">The same whenever the calendar is read.</param>
/// <param name="Start">When; where it is of the whole day, the day.</param>
/// <param name="IsOfTheDay">Whether it stands for all runs of the day.</param>
/// <param name="Stamp">When what it tells of was last changed.</param>
/// <param name="Summary">Its name.</param>
/// <param name="Description">Lines about it.</param>
internal sealed record CalendarEvent(
    string Uid, DateTimeOffset Start, bool IsOfTheDay, DateTimeOffset Stamp, string Summary, string Description);
