using System.Text.Json;
using JobQueue.Jobs.Policy;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Api.Endpoints;

/// <summary>Reads the body of <c>POST /api/jobs</c>, and finds every fault in it.</summary>
internal sealed class NewJobReader(DateTimeOffset now, SchedulerOptions options)
{
    private const int MostRequestedBy = 200;
    private static readonly string[] OwnFields = ["at", "cron", "request", "user", "requestedBy"];

    private readonly JsonFaults _faults = new();
    private readonly Reach _reach = new(options);

    /// <summary>All that is wrong so far.</summary>
    internal IReadOnlyCollection<Fault> Faults => _faults.All;

    /// <summary>The job; null with <see cref="Faults"/>.</summary>
    internal NewJob? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            _faults.Add("", JsonFaults.Kind(body), "a JSON object with at or cron, and request");
            return null;
        }

        var policy = JobPolicy.Default;
        foreach (var field in body.EnumerateObject().Where(field => !OwnFields.Contains(field.Name)))
            policy = ReadPolicy(field, policy);
        var zone = policy.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : options.Zone;
        var (due, schedule) = ReadTime(body, zone);
        if (due is not null && policy.Jitter > TimeSpan.Zero)
            _faults.Add("jitter", TextError.Quote(Duration.Print(policy.Jitter)), "no jitter beside at: a one-time job is due when it says");
        if (due is not null && policy.IsConditional)
            _faults.Add("conditional", "true", "nothing conditional beside at: a one-time job has no response before");
        if (due is not null && policy.ExpectEvery is { } every)
            _faults.Add("expectEvery", TextError.Quote(Duration.Print(every)), "nothing expected again beside at: a one-time job succeeds once");
        if (policy.OnFailure is { } alert && _reach.UriRefusal(alert.Uri, policy.Target) is { } reachable)
            _faults.Add("onFailure", TextError.Quote(alert.Uri), reachable);
        var request = new NewRequestReader(_faults, _reach).Read(body, policy.Target);
        var user = ReadUser(body);
        var requestedBy = _faults.Text(body, "requestedBy");
        if (requestedBy is { Length: > MostRequestedBy } || requestedBy?.Any(char.IsControl) == true)
            _faults.Add("requestedBy", TextError.Quote(requestedBy), $"a line of at most {MostRequestedBy} characters");
        return _faults.All.Count > 0 ? null : new NewJob
        {
            Due = due,
            Schedule = schedule,
            TimeZone = zone.Id,
            Request = request! with { User = user },
            Policy = policy,
            RequestedBy = requestedBy,
        };
    }

    private (DateTimeOffset? Due, Schedule? Schedule) ReadTime(JsonElement body, TimeZoneInfo zone)
    {
        var (at, cron) = (_faults.Text(body, "at"), _faults.Text(body, "cron"));
        if (at is null == cron is null)
        {
            // One that is no text is said already.
            if (_faults.All.All(fault => fault.Field is not ("at" or "cron")))
                _faults.Add("at", at is null ? "neither at nor cron" : "both at and cron", "one of them");
            return default;
        }

        if (at is not null)
        {
            var instant = AtTime.Parse(at, now, zone);
            _faults.Add("at", instant.Error);
            return (instant.Instant, null);
        }

        var result = ScheduleText.Parse(cron!, zone);
        foreach (var error in result.Errors)
            _faults.Add("cron", error);
        if (result.Schedule is RebootSchedule)
            _faults.Add("cron", "\"@reboot\"", "a schedule with due times: @reboot is for crontabs");
        return (null, result.Schedule);
    }

    private JobPolicy ReadPolicy(JsonProperty field, JobPolicy policy)
    {
        var option = PolicyOptions.All.FirstOrDefault(option => option.Json == field.Name);
        if (option is null)
        {
            _faults.Add(field.Name, "an unknown field", $"one of {string.Join(", ", OwnFields.Concat(PolicyOptions.All.Select(o => o.Json)))}");
            return policy;
        }

        // As of the other fields: null says nothing.
        if (field.Value.ValueKind == JsonValueKind.Null)
            return policy;
        var text = field.Value.ValueKind switch
        {
            JsonValueKind.String => field.Value.GetString(),
            JsonValueKind.Number => field.Value.GetRawText(),
            JsonValueKind.True when option.IsSwitch => PolicyOption.Yes,
            JsonValueKind.False when option.IsSwitch => PolicyOption.No,
            _ => null,
        };
        if (text is null || option.Read(policy, text) is not { } read)
        {
            _faults.Add(field.Name, text is null ? JsonFaults.Kind(field.Value) : TextError.Quote(text), option.Expected);
            return policy;
        }

        if (option.Json == "target" && _reach.TargetRefusal(read.Target) is { } expected)
            _faults.Add(field.Name, TextError.Quote(text), expected);
        return read;
    }

    private string? ReadUser(JsonElement body)
    {
        var user = _faults.Text(body, "user");
        if (user is null or "-")
            return null;
        if (user.Length is 0 or > 100 || user.Any(c => c is <= ' ' or > '~'))
            _faults.Add("user", TextError.Quote(user), "a name of 1 to 100 visible ASCII characters, or -");
        else if (options.Users?.Contains(user) == false)
            _faults.Add("user", TextError.Quote(user), $"a configured user: one of {string.Join(", ", options.Users)}");
        return user;
    }
}
