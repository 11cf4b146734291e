namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Which numbers are clock times without more: each includes the ones before it.</summary>
internal enum NumberAlone
{
    /// <summary><c>9:30</c>, <c>9.30</c>, <c>9h30</c>: hour and minute.</summary>
    HourAndMinute,

    /// <summary>Also four digits: <c>1700</c>.</summary>
    FourDigits,

    /// <summary>Also an hour: <c>9</c>.</summary>
    Hour,
}
