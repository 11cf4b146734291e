using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads when a one-time job is due, from a phrase of everyday English, an instant of ISO 8601 or a duration.</summary>
/// <remarks>
/// A phrase is a moment, or a span before or after one. A moment is a day, a clock time and a part of the day, in any order, each at most
/// once. A day without a time is its midnight; a weekday is the coming one, 1 to 7 days ahead; a date without a year is the coming one; a
/// clock time alone is the coming one; a part of the day is today's. Spans from now keep the seconds, everything else is at second 0 where
/// it does not say them. Hours and shorter units are elapsed time, days and longer ones keep the wall clock; a time in a gap is moved
/// forward by the gap, a time that comes twice is the first unless that is past. A week begins on Monday; holidays are not known.
/// </remarks>
internal static class PhraseTime
{
    private const int DateLength = 10;

    /// <summary>The instant that <paramref name="text"/> means at <paramref name="now"/>, or where understanding ended.</summary>
    /// <example><c>in 2 hours</c>, <c>tomorrow at 9am</c>, <c>last friday of april at noon</c>, <c>2027-05-27T09:00</c></example>
    internal static AtResult Parse(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var present = new Present(now, zone);
        var start = text.Length - text.AsSpan().TrimStart().Length;
        // No phrase has a T behind its date, or eight digits; programs write these, so they are not read as phrases first.
        var form = HasForm(text.AsSpan(start)) ? ReadInstant(text, start, present, zone) : null;
        if (form is { Instant: not null } or { IsFinal: true })
            return form;
        var reader = new PhraseReader(text);
        var moment = ReadMoment(reader, present, out var canEnd);
        if (reader.IsUtc && zone != TimeZoneInfo.Utc)
            return Parse(text, now, TimeZoneInfo.Utc);
        if (moment is not null)
            return Resolved(text, moment, present);
        var error = new AtResult(null, reader.Error(canEnd)) { Reached = reader.Reached };
        if (!InstantText.IsMeant(text.AsSpan(start)) && !InstantText.IsBasic(text.AsSpan(start)))
            return error;
        var instant = ReadInstant(text, start, present, zone);
        return instant.Instant is not null || instant.IsFinal ? instant
            : IsInstant(text, start, error.Error!.Column - 1) ? instant with { IsFinal = true }
            : error;
    }

    private static bool HasForm(ReadOnlySpan<char> text) =>
        InstantText.IsBasic(text) || text.Length > DateLength && text[DateLength] is ('T' or 't') && InstantText.IsMeant(text);

    private static AtResult ReadInstant(string text, int start, Present present, TimeZoneInfo zone)
    {
        var instant = InstantText.Read(text.AsSpan().Trim(), start + 1, zone, present.Minute);
        return instant.Instant is { } known && known < present.Minute ? AtResult.Past(text, present.Now - known) : instant;
    }

    // Phrases know neither the T of 2026-12-25T09:00, where they end, nor eight digits.
    private static bool IsInstant(string text, int start, int end) =>
        InstantText.IsBasic(text.AsSpan(start))
        || end > start && end < text.Length && text[end] is ('T' or 't') && char.IsAsciiDigit(text[end - 1]);

    private static Moment? ReadMoment(PhraseReader reader, Present present, out bool canEnd)
    {
        var moment = MomentReader.Read(reader, present) is { } said ? ShiftReader.ReadIncrement(reader, said) : null;
        canEnd = moment is not null;
        return reader.Next.IsEnd && !reader.IsRefused ? moment : null;
    }

    private static AtResult Resolved(string text, Moment moment, Present present) =>
        moment.Instant(present) is not { } instant ? AtResult.Fault(1, text, SpanReader.ExpectedInRange)
        : instant < present.Minute ? AtResult.Past(text, Ago(moment, instant, present))
        : AtResult.Of(instant);

    // Of a day without a time, the days are said.
    private static TimeSpan Ago(Moment moment, DateTimeOffset instant, Present present)
    {
        var days = (present.Today - moment.Wall.Date).Days;
        return moment.IsDayAlone && days > 0 ? TimeSpan.FromDays(days) : present.Now - instant;
    }
}
