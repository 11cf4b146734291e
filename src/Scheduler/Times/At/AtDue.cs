namespace JobQueue.Scheduler.Times.At;

/// <summary>Computes the instant that a time of at(1) means at a present time.</summary>
/// <remarks>
/// Other than in at, minutes and hours are elapsed time, a time with utc has its day in UTC too, and a day that the month lacks is a fault.
/// Days and longer units keep the wall clock: a time in a gap is moved forward by the gap, one that comes twice is the first unless that is
/// past. The instant itself can be past; then nothing that at does makes it a coming one.
/// </remarks>
internal static class AtDue
{
    private const string ExpectedCount = "a number that leads to the years 1 to 9999";
    private const string ExpectedTime = "a time in the years 1 to 9999";
    private const int DaysAWeek = 7;

    /// <summary>The instant, or a fault.</summary>
    /// <param name="spec">What is written.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="zone">Where the clock hangs.</param>
    /// <param name="due">The instant where there is no fault.</param>
    internal static AtFault? Of(in AtSpec spec, DateTimeOffset now, TimeZoneInfo zone, out DateTimeOffset due)
    {
        var place = spec.IsUtc ? TimeZoneInfo.Utc : zone;
        AtFault? fault = null;
        var instant = spec.IsNow ? spec.Unit is { } unit ? unit.From(now, spec.Count, place) : now
            : spec is { Clock: { } clock, Day.Kind: AtDayKind.None, Unit: null or { IsCalendar: false } }
                ? Coming(spec, clock, PresentMinute.Of(now), place)
                : OnDay(spec, PresentMinute.Of(now), place, out fault);
        due = instant.GetValueOrDefault();
        return fault ?? (instant is null ? new(spec.CountStart, 0, spec.Unit is null ? ExpectedTime : ExpectedCount) : null);
    }

    /// <summary>A clock time alone is the coming one: where it is today and not after the present minute, it is tomorrow's.</summary>
    private static DateTimeOffset? Coming(in AtSpec spec, TimeSpan clock, DateTimeOffset present, TimeZoneInfo zone)
    {
        var today = WallClock.At(present, zone).Date;
        var after = present + TimeSpan.FromTicks(1);
        var due = Increased(new(today, clock, null), spec, after, zone)?.Instant(zone, after);
        if (due is null || due >= after || WallClock.At(due.Value, zone).Date != today)
            return due;
        return new AtMoment(today, clock, null).Moved(AtUnit.Day, 1, after, zone) is { } tomorrow
            ? Increased(tomorrow, spec, after, zone)?.Instant(zone, after)
            : null;
    }

    private static DateTimeOffset? OnDay(in AtSpec spec, DateTimeOffset present, TimeZoneInfo zone, out AtFault? fault)
    {
        var start = AtMoment.At(present, zone);
        var moment = spec.Clock is { } clock ? new(start.Day, clock, null) : start;
        fault = null;
        if (spec.Day.Kind == AtDayKind.Date)
        {
            var year = spec.Day.Year ?? YearOf(spec, start.Day);
            if (year > DateTime.MaxValue.Year || (fault = AtDateParts.MissingDay(spec.Day, year)) is not null)
                return null;
            moment = new(new DateTime(year, spec.Day.Month, spec.Day.DayOfMonth), moment.Clock, null);
        }

        var (unit, count) = Distance(spec.Day, start.Day);
        return moment.Moved(unit, count, present, zone) is { } onDay && Increased(onDay, spec, present, zone) is { } increased
            ? RolledOver(increased, spec, start.Day, present, zone)?.Instant(zone, present)
            : null;
    }

    private static AtMoment? Increased(AtMoment moment, in AtSpec spec, DateTimeOffset notBefore, TimeZoneInfo zone) =>
        spec.Unit is { } unit ? moment.Moved(unit, spec.Count, notBefore, zone) : moment;

    // Without an increment the day as written decides, whatever its clock carries over; an increment is counted from this year.
    private static int YearOf(in AtSpec spec, DateTime today)
    {
        var isBehind = (spec.Day.Month, spec.Day.DayOfMonth).CompareTo((today.Month, today.Day)) < 0;
        return isBehind && spec.Unit is null ? today.Year + 1 : today.Year;
    }

    private static (AtUnit Unit, int Count) Distance(AtDay day, DateTime today) => day.Kind switch
    {
        AtDayKind.Distance => (day.Unit!, day.Count),
        AtDayKind.Weekday => (AtUnit.Day, 1 + (day.Weekday - today.DayOfWeek + DaysAWeek - 1) % DaysAWeek),
        _ => (AtUnit.Day, 0),
    };

    /// <summary>Without a year, a day of this year that is before today is next year's; only the day counts, not the clock.</summary>
    private static AtMoment? RolledOver(AtMoment moment, in AtSpec spec, DateTime today, DateTimeOffset present, TimeZoneInfo zone) =>
        spec.Day.Year is null && moment.Day.Year == today.Year && moment.Day < today
            ? moment.Moved(AtUnit.Year, 1, present, zone)
            : moment;
}
