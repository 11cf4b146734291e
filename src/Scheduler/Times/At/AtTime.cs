using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Times.At;

/// <summary>Reads when a one-time job is due.</summary>
/// <remarks>
/// What at(1) accepts means what it means there, and what it refuses as past is refused. Only a text that it refuses for its words, its
/// syntax or the range of a number is read as a phrase, an instant or a duration. Other than in at, <c>now</c> keeps its seconds; see also
/// <see cref="AtDue"/>.
/// </remarks>
internal static class AtTime
{
    private const int MostCharacters = 200;
    private static readonly string ExpectedLength = $"the end: a time has at most {MostCharacters} characters";
    private const string Blanks = " \t\r\n";

    /// <summary>The instant that <paramref name="text"/> means at <paramref name="now"/>, or where understanding ended.</summary>
    /// <example><c>now + 5 minutes</c>, <c>16:30</c>, <c>noon tomorrow</c>, <c>last friday of april</c>, <c>2026-03-29T03:00:00+02:00</c></example>
    internal static AtResult Parse(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (text.Length > MostCharacters)
            return AtResult.Fault(MostCharacters + 1, text.AsSpan(MostCharacters), ExpectedLength);
        var spec = text.AsSpan().TrimEnd(Blanks);
        DateTimeOffset due = default;
        var fault = AtSpecReader.Read(spec, out var written) ?? AtDue.Of(written, now, zone, out due);
        return fault is null ? (due >= PresentMinute.Of(now) ? AtResult.Of(due) : AtResult.Past(text, now - due))
            : fault.IsFinal ? new(null, fault.ToError(spec))
            : ReadAsPhrase(text, now, zone, fault);
    }

    /// <summary>What it means as a phrase; where it is none, the fault of the reading that came farther.</summary>
    private static AtResult ReadAsPhrase(string text, DateTimeOffset now, TimeZoneInfo zone, AtFault fault)
    {
        var phrase = PhraseTime.Parse(text, now, zone);
        return phrase.Error is { } error && !phrase.IsFinal && Math.Max(error.Column, phrase.Reached) < fault.Column
            ? new(null, fault.ToError(text.AsSpan().TrimEnd(Blanks)))
            : phrase;
    }
}
