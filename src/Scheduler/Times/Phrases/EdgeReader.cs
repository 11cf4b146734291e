namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads beginnings and ends: <c>end of the month</c>, <c>start of next week</c>, <c>end of friday</c>.</summary>
internal static class EdgeReader
{
    // An end is the last minute of the last day; a beginning midnight of the first.
    private static readonly TimeSpan LastMinute = new(23, 59, 0);

    internal static SaidDay? Read(PhraseReader reader, Present present)
    {
        var start = reader.At;
        if (reader.Take(WordKind.EdgeWord, out var unit) && Period.Around(present.Today, PhraseUnits.All[unit]) is { } period)
            return Of(period.Coming(present.Today, -1, DayKind.Any), -1);
        reader.Take(WordKind.The);
        if (!reader.Take(WordKind.Edge, out var ordinal))
            return reader.BackTo<SaidDay>(start);
        reader.Take(WordKind.Of);
        var day = PeriodReader.Read(reader, present) is { } said
            ? said.Coming(present.Today, ordinal, DayKind.Any)
            : DayReader.ReadNamed(reader, present)?.Date;
        return Of(day, ordinal) ?? reader.BackTo<SaidDay>(start);
    }

    private static SaidDay? Of(DateTime? day, int ordinal) =>
        day is { } known ? new SaidDay(known, ordinal < 0 ? LastMinute : TimeSpan.Zero) : null;
}
