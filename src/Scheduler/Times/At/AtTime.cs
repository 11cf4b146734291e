using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Times.At;

/// <summary>Reads when a one-time job is due.</summary>
/// <remarks>
/// What at(1) accepts means what it means there, and what it refuses as past is refused. Only a text that it refuses for its words, its
/// syntax or the range of a number is read in the other ways. Other than in at, <c>now</c> keeps its seconds; see also <see cref="AtDue"/>.
/// </remarks>
internal static class AtTime
{
    private const int MostCharacters = 200;
    private static readonly string ExpectedLength = $"the end: a time has at most {MostCharacters} characters";
    private const string Blanks = " \t\r\n";

    /// <summary>
    /// The other readings, in the order in which they are tried: an instant or a fault, null for a text that is not meant for the reading.
    /// </summary>
    private static readonly Func<string, DateTimeOffset, TimeZoneInfo, AtResult?>[] OtherReadings =
    [
        (text, _, _) => InstantText.Parse(text),
    ];

    /// <summary>The instant that <paramref name="text"/> means at <paramref name="now"/>, or where understanding ended.</summary>
    /// <example><c>now + 5 minutes</c>, <c>16:30</c>, <c>noon tomorrow</c>, <c>2026-03-29T03:00:00+02:00</c></example>
    internal static AtResult Parse(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (text.Length > MostCharacters)
            return AtResult.Fault(MostCharacters + 1, text.AsSpan(MostCharacters), ExpectedLength);
        var spec = text.AsSpan().TrimEnd(Blanks);
        DateTimeOffset due = default;
        var fault = AtSpecReader.Read(spec, out var written) ?? AtDue.Of(written, now, zone, out due);
        return fault is null ? ToCome(due, text, now)
            : fault.IsFinal ? new(null, fault.ToError(spec))
            : ReadOtherwise(text, now, zone, fault);
    }

    /// <summary>What the other readings make of a text; where none understands it, the fault of the one that came farthest.</summary>
    private static AtResult ReadOtherwise(string text, DateTimeOffset now, TimeZoneInfo zone, AtFault fault)
    {
        AtResult? farthest = null;
        foreach (var read in OtherReadings)
        {
            var result = read(text, now, zone);
            if (result?.Instant is { } instant)
                return ToCome(instant, text, now);
            if (result?.Error is { } error && error.Column >= (farthest?.Error!.Column ?? fault.Column))
                farthest = result;
        }

        return farthest ?? new(null, fault.ToError(text.AsSpan().TrimEnd(Blanks)));
    }

    private static AtResult ToCome(DateTimeOffset instant, string text, DateTimeOffset now) =>
        instant >= PresentMinute.Of(now) ? AtResult.Of(instant) : Past(text, now - instant);

    private static AtResult Past(string text, TimeSpan ago)
    {
        var whole = TimeSpan.FromSeconds(Math.Ceiling(ago.TotalSeconds));
        var start = text.Length - text.AsSpan().TrimStart(Blanks).Length;
        return AtResult.Fault(start + 1, text.AsSpan(start).TrimEnd(Blanks), $"a time to come: that was {Duration.Print(whole)} ago");
    }
}
