using System.Collections.Immutable;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Schedules and zones that lines share: each is read once.</summary>
internal sealed class ScheduleCache
{
    private readonly Dictionary<TimeZoneInfo, Dictionary<string, Schedule>> _schedules = [];
    private readonly Dictionary<string, TimeZoneInfo> _zones = [];

    /// <summary>The zone of a policy; null where it names none.</summary>
    internal TimeZoneInfo? Zone(string? id)
    {
        if (id is null || _zones.TryGetValue(id, out var zone) || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone))
            return id is null ? null : _zones.GetValueOrDefault(id);
        _zones.Add(id, zone);
        return zone;
    }

    /// <summary>The schedule of the words, its <c>~</c> not settled for the job yet; null with every fault reported.</summary>
    internal Schedule? Get(string line, IReadOnlyList<Word> words, TimeZoneInfo zone, LineReport report)
    {
        if (!_schedules.TryGetValue(zone, out var ofZone))
            _schedules.Add(zone, ofZone = []);
        var known = ofZone.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = line.AsSpan(words[0].Start, words[^1].End - words[0].Start);
        if (known.TryGetValue(text, out var schedule))
            return schedule;
        var errors = ImmutableArray.CreateBuilder<TextError>();
        schedule = ScheduleText.Read(words, Word.Missing(line), zone, seed: null, errors);
        foreach (var error in errors)
            report.Error(error);
        if (schedule is not null)
            known[text] = schedule;
        return schedule;
    }
}
