using System.Text.Json.Nodes;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Times;

namespace JobQueue.Host.CommandLine;

/// <summary>What <c>check</c> found, as JSON. The fields of a job are those of the API.</summary>
internal static class CheckDocument
{
    private const int TimesAJob = 5;

    internal static JsonObject Of(IReadOnlyList<string> files, ParsedCrontab parsed, DateTimeOffset now) => new()
    {
        ["files"] = new JsonArray([.. files.Distinct().Select(file => JsonValue.Create(file))]),
        ["errors"] = new JsonArray([.. parsed.Errors.Select(Error)]),
        ["warnings"] = new JsonArray([.. parsed.Warnings.Select(Warning)]),
        ["jobs"] = new JsonArray([.. parsed.Lines.Select(line => Job(line, now))]),
    };

    internal static JsonObject Job(CrontabLine line, DateTimeOffset now) => new()
    {
        ["identity"] = line.Identity,
        ["name"] = line.Policy.Name,
        ["file"] = line.File,
        ["line"] = line.Line,
        ["schedule"] = line.ScheduleText,
        ["timeZone"] = line.TimeZone.Id,
        ["user"] = line.Request.User,
        ["request"] = new JsonObject { ["method"] = line.Request.Method, ["uri"] = line.Request.Uri },
        ["next"] = Next(line, now),
    };

    private static JsonArray Next(CrontabLine line, DateTimeOffset now)
    {
        var times = SpecReader.After(LiveJob.Anchored(line.Schedule, now), now, TimesAJob);
        return [.. times.Select(due => Due(due, line.TimeZone))];
    }

    private static JsonObject Due(DateTimeOffset due, TimeZoneInfo zone) => new()
    {
        ["due"] = TimeText.Print(due, zone),
        ["clockChangeMinutes"] = ClockChange.OnDayOf(due, zone) is { Ticks: not 0 } change ? change.TotalMinutes : null,
    };

    private static JsonObject Error(TextError error) => new()
    {
        ["file"] = error.File,
        ["line"] = error.Line,
        ["column"] = error.Column,
        ["found"] = error.Found,
        ["expected"] = error.Expected,
    };

    private static JsonObject Warning(TextWarning warning) => new()
    {
        ["file"] = warning.File,
        ["line"] = warning.Line,
        ["column"] = warning.Column,
        ["message"] = warning.Message,
    };
}
