namespace JobQueue.Scheduler.Times.At;

/// <summary>How a time says its day.</summary>
internal enum AtDayKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By its distance from the present time.</summary>
    Distance,

    /// <summary>By the weekday; the coming one, 1 to 7 days ahead.</summary>
    Weekday,

    /// <summary>By month and day of the month, perhaps the year.</summary>
    Date,
}
