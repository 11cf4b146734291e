namespace JobQueue.Scheduler.Times.At;

/// <summary>What a token can be; several together say what could stand at one place.</summary>
[Flags]
internal enum AtTokenKinds
{
    None = 0,
    End = 1,

    /// <summary>A character that begins no token.</summary>
    Unknown = 1 << 1,

    /// <summary>Digits; their number decides what they can mean.</summary>
    Number = 1 << 2,

    /// <summary><c>16:30</c>, <c>16h30</c>. The value is 100 times the hour plus the minute.</summary>
    HourMinute = 1 << 3,

    /// <summary><c>2027-5-27</c></summary>
    HyphenDate = 1 << 4,

    /// <summary><c>27.5.2027</c></summary>
    DottedDate = 1 << 5,

    /// <summary>The value is 1 for + and -1 for -.</summary>
    Sign = 1 << 6,
    Slash = 1 << 7,
    Comma = 1 << 8,
    Now = 1 << 9,

    /// <summary>am or pm. The value is the hour that the half of the day begins at.</summary>
    HalfDay = 1 << 10,

    /// <summary>noon, midnight, teatime. The value is the hour.</summary>
    NamedTime = 1 << 11,
    Utc = 1 << 12,

    /// <summary>today, tomorrow. The value is in days from today.</summary>
    NamedDay = 1 << 13,
    Next = 1 << 14,

    /// <summary>The value is 0 for Sunday.</summary>
    Weekday = 1 << 15,

    /// <summary>The value is 1 for January.</summary>
    Month = 1 << 16,

    /// <summary>The value is the place in <see cref="AtUnit.All"/>.</summary>
    Unit = 1 << 17,
}
