using System.Text.Json;
using JobQueue.Scheduler;

namespace JobQueue.Api.Endpoints;

/// <summary>Reads the texts of a small object, and finds every fault in it; a field that is not among the known ones is one.</summary>
internal sealed class JsonFields
{
    private readonly JsonElement _body;
    private readonly List<Fault> _faults = [];

    internal JsonFields(JsonElement body, params string[] known)
    {
        _body = body;
        var expected = $"an object with {string.Join(", ", known)}";
        if (body.ValueKind != JsonValueKind.Object)
            _faults.Add(new Fault("", null, JsonFaults.Kind(body), expected));
        else
            _faults.AddRange(body.EnumerateObject()
                .Where(field => !known.Contains(field.Name))
                .Select(field => new Fault(field.Name, null, "an unknown field", $"one of {string.Join(", ", known)}")));
    }

    /// <summary>All that is wrong so far.</summary>
    internal IReadOnlyCollection<Fault> Faults => _faults;

    /// <summary>The text of a field that must be there.</summary>
    internal string? Text(string name, Func<string, bool> isGood, string expected)
    {
        var text = Optional(name, isGood, expected);
        if (text is null && _faults.All(fault => fault.Field != name && fault.Field.Length > 0))
            _faults.Add(new Fault(name, null, "nothing", expected));
        return text;
    }

    /// <summary>The text of a field; null where it is missing, null or faulty.</summary>
    internal string? Optional(string name, Func<string, bool> isGood, string expected)
    {
        if (_body.ValueKind != JsonValueKind.Object || !_body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (text is not null && isGood(text))
            return text;
        _faults.Add(new Fault(name, null, text is null ? JsonFaults.Kind(value) : TextError.Quote(text), expected));
        return null;
    }
}
