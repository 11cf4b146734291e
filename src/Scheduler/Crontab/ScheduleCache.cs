using System.Collections.Immutable;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Schedules and zones that lines share: each is read once.</summary>
internal sealed class ScheduleCache
{
    private readonly Dictionary<(string Text, TimeZoneInfo Zone), Schedule> _schedules = [];
    private readonly Dictionary<string, TimeZoneInfo> _zones = [];

    /// <summary>The zone of a policy; null where it names none.</summary>
    internal TimeZoneInfo? Zone(string? id)
    {
        if (id is null || _zones.TryGetValue(id, out var zone) || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone))
            return id is null ? null : _zones.GetValueOrDefault(id);
        _zones.Add(id, zone);
        return zone;
    }

    /// <summary>The schedule of the words, which end before <paramref name="end"/>; null with every fault reported.</summary>
    internal Schedule? Get(string line, IReadOnlyList<Word> words, int end, TimeZoneInfo zone, LineReport report)
    {
        var key = (line[(words[0].Column - 1)..end], zone);
        if (_schedules.TryGetValue(key, out var known))
            return known;
        var errors = ImmutableArray.CreateBuilder<TextError>();
        var schedule = ScheduleText.Read(words, end + 1, zone, errors);
        foreach (var error in errors)
            report.Error(error);
        if (schedule is not null)
            _schedules.Add(key, schedule);
        return schedule;
    }
}
