using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times.At;

/// <summary>What at(1)'s grammar makes of a text, without the other readings.</summary>
internal static class AtAlone
{
    internal static AtResult Parse(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var spec = text.TrimEnd();
        DateTimeOffset due = default;
        var fault = AtSpecReader.Read(spec, out var written) ?? AtDue.Of(written, now, zone, out due);
        return fault is not null ? new(null, fault.ToError(spec))
            : due >= PresentMinute.Of(now) ? AtResult.Of(due)
            : AtResult.Past(text, now - due);
    }
}
