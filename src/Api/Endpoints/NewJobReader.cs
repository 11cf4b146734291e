using System.Text;
using System.Text.Json;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Requests;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Api.Endpoints;

/// <summary>Reads the body of <c>POST /api/jobs</c>, and finds every fault in it.</summary>
internal sealed class NewJobReader(DateTimeOffset now, SchedulerOptions options)
{
    private const int MostRequestedBy = 200;
    private static readonly string[] OwnFields = ["at", "cron", "request", "user", "requestedBy"];

    private static readonly string[] BodyFields = ["body", "bodyBase64", "json"];

    private readonly List<Fault> _faults = [];
    private readonly Reach _reach = new(options);

    /// <summary>All that is wrong so far.</summary>
    internal IReadOnlyCollection<Fault> Faults => _faults;

    /// <summary>The job; null with <see cref="Faults"/>.</summary>
    internal NewJob? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            Add("", Kind(body), "a JSON object with at or cron, and request");
            return null;
        }

        var policy = JobPolicy.Default;
        foreach (var field in body.EnumerateObject().Where(field => !OwnFields.Contains(field.Name)))
            policy = ReadPolicy(field, policy);
        var zone = policy.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : options.Zone;
        var (due, schedule) = ReadTime(body, zone);
        if (due is not null && policy.Jitter > TimeSpan.Zero)
            Add("jitter", TextError.Quote(Duration.Print(policy.Jitter)), "no jitter beside at: a one-time job is due when it says");
        if (due is not null && policy.IsConditional)
            Add("conditional", "true", "nothing conditional beside at: a one-time job has no response before");
        if (due is not null && policy.ExpectEvery is { } every)
            Add("expectEvery", TextError.Quote(Duration.Print(every)), "nothing expected again beside at: a one-time job succeeds once");
        if (policy.OnFailure is { } alert && _reach.UriRefusal(alert.Uri, policy.Target) is { } reachable)
            Add("onFailure", TextError.Quote(alert.Uri), reachable);
        var request = ReadRequest(body, policy.Target);
        var requestedBy = Text(body, "requestedBy");
        if (requestedBy is { Length: > MostRequestedBy } || requestedBy?.Any(char.IsControl) == true)
            Add("requestedBy", TextError.Quote(requestedBy), $"a line of at most {MostRequestedBy} characters");
        return _faults.Count > 0 ? null : new NewJob
        {
            Due = due,
            Schedule = schedule,
            TimeZone = zone.Id,
            Request = request!,
            Policy = policy,
            RequestedBy = requestedBy,
        };
    }

    private (DateTimeOffset? Due, Schedule? Schedule) ReadTime(JsonElement body, TimeZoneInfo zone)
    {
        var (at, cron) = (Text(body, "at"), Text(body, "cron"));
        if (at is null == cron is null)
        {
            if (_faults.Count == 0 || at is not null)
                Add("at", at is null ? "neither at nor cron" : "both at and cron", "one of them");
            return default;
        }

        if (at is not null)
        {
            var instant = AtTime.Parse(at, now, zone);
            Add("at", instant.Error);
            return (instant.Instant, null);
        }

        var result = ScheduleText.Parse(cron!, zone);
        foreach (var error in result.Errors)
            Add("cron", error);
        if (result.Schedule is RebootSchedule)
            Add("cron", "\"@reboot\"", "a schedule with due times: @reboot is for crontabs");
        return (null, result.Schedule);
    }

    private JobPolicy ReadPolicy(JsonProperty field, JobPolicy policy)
    {
        var option = PolicyOptions.All.FirstOrDefault(option => option.Json == field.Name);
        if (option is null)
        {
            Add(field.Name, "an unknown field", $"one of {string.Join(", ", OwnFields.Concat(PolicyOptions.All.Select(o => o.Json)))}");
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
            Add(field.Name, text is null ? Kind(field.Value) : TextError.Quote(text), option.Expected);
            return policy;
        }

        if (option.Json == "target" && _reach.TargetRefusal(read.Target) is { } expected)
            Add(field.Name, TextError.Quote(text), expected);
        return read;
    }

    private JobRequest? ReadRequest(JsonElement body, string? target)
    {
        if (!body.TryGetProperty("request", out var request) || request.ValueKind != JsonValueKind.Object)
        {
            Add("request", request.ValueKind == JsonValueKind.Undefined ? "nothing" : Kind(request), "an object with method and uri");
            return null;
        }

        foreach (var field in request.EnumerateObject().Where(field => field.Name is not ("method" or "uri" or "headers" or "body" or "bodyBase64" or "json")))
            Add($"request.{field.Name}", "an unknown field", "one of method, uri, headers, body, bodyBase64, json");
        var content = ReadBody(request);
        var method = Text(request, "method", "request.") ?? (content.IsEmpty ? "GET" : "POST");
        if (!RequestHeader.IsToken(method) || method.Length > 20 || method.Any(char.IsAsciiLetterLower))
            Add("request.method", TextError.Quote(method), "an HTTP method in upper case");
        var headers = ReadHeaders(request);
        if (request.TryGetProperty("json", out _) && !headers.Any(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            headers.Add(new("Content-Type", "application/json"));
        return new JobRequest { Method = method, Uri = ReadUri(request, target), Headers = headers, Body = content, User = ReadUser(body) };
    }

    private string ReadUri(JsonElement request, string? target)
    {
        if (Text(request, "uri", "request.") is not { } uri)
        {
            if (_faults.All(fault => fault.Field != "request.uri"))
                Add("request.uri", "nothing", RequestUri.Expected);
            return "";
        }

        if (RequestUri.Refusal(uri) is { } refusal)
        {
            Add("request.uri", TextError.At(refusal.At + 1, uri.AsSpan(refusal.At), refusal.Expected));
            return uri;
        }

        if (_reach.UriRefusal(uri, target) is { } expected)
            Add("request.uri", TextError.Quote(uri), expected);
        return RequestUri.Canonical(uri);
    }

    private string? ReadUser(JsonElement body)
    {
        var user = Text(body, "user");
        if (user is null or "-")
            return null;
        if (user.Length is 0 or > 100 || user.Any(c => c is <= ' ' or > '~'))
            Add("user", TextError.Quote(user), "a name of 1 to 100 visible ASCII characters, or -");
        else if (options.Users?.Contains(user) == false)
            Add("user", TextError.Quote(user), $"a configured user: one of {string.Join(", ", options.Users)}");
        return user;
    }

    private List<KeyValuePair<string, string>> ReadHeaders(JsonElement request)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (!request.TryGetProperty("headers", out var fields) || fields.ValueKind == JsonValueKind.Null)
            return headers;
        if (fields.ValueKind != JsonValueKind.Object)
        {
            Add("request.headers", Kind(fields), "an object from names to a text or a list of texts");
            return headers;
        }

        foreach (var field in fields.EnumerateObject())
            foreach (var value in field.Value.ValueKind == JsonValueKind.Array ? [.. field.Value.EnumerateArray()] : new[] { field.Value })
                if (ReadHeader(field.Name, value) is { } text)
                    headers.Add(new(field.Name, text));
        return headers;
    }

    private string? ReadHeader(string name, JsonElement value)
    {
        var field = $"request.headers.{name}";
        if (RequestHeader.NameRefusal(name) is { } expected)
            Add(field, TextError.Quote(name), expected);
        if (value.ValueKind != JsonValueKind.String)
        {
            Add(field, Kind(value), "a text");
            return null;
        }

        var text = value.GetString()!;
        if (RequestHeader.BadCharacterIn(text) is >= 0 and var bad)
            Add(field, TextError.At(bad + 1, text.AsSpan(bad), "visible ASCII, blanks and tabs"));
        return text.Trim();
    }

    private ReadOnlyMemory<byte> ReadBody(JsonElement request)
    {
        var said = BodyFields.Where(name => request.TryGetProperty(name, out _)).ToList();
        if (said.Count > 1)
            Add("request", string.Join(" and ", said), "one of body, bodyBase64, json");
        if (request.TryGetProperty("json", out var json))
            return Encoding.UTF8.GetBytes(json.GetRawText());
        if (Text(request, "body", "request.") is { } text)
            return Encoding.UTF8.GetBytes(text);
        if (Text(request, "bodyBase64", "request.") is not { } base64)
            return default;
        if (request.GetProperty("bodyBase64").TryGetBytesFromBase64(out var bytes))
            return bytes;
        Add("request.bodyBase64", TextError.Quote(base64), "Base64 (RFC 4648)");
        return default;
    }

    private string? Text(JsonElement owner, string name, string prefix = "")
    {
        if (!owner.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Add(prefix + name, Kind(value), "a text");
            return null;
        }

        return value.GetString();
    }

    private void Add(string field, TextError? error)
    {
        if (error is not null)
            _faults.Add(new Fault(field, error.Column, error.Found, error.Expected));
    }

    private void Add(string field, string found, string expected) => _faults.Add(new Fault(field, null, found, expected));

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Number => $"the number {value.GetRawText()}",
        JsonValueKind.String => "a text",
        var other => other.ToString().ToLowerInvariant(),
    };
}
