using System.Text.Json;
using JobQueue.Scheduler;

namespace JobQueue.Api.Endpoints;

/// <summary>The faults that are found while JSON is read.</summary>
internal sealed class JsonFaults
{
    private readonly List<Fault> _all = [];

    internal IReadOnlyCollection<Fault> All => _all;

    /// <param name="field">The path of the field.</param>
    /// <param name="error">What is wrong with its text; null adds nothing.</param>
    internal void Add(string field, TextError? error)
    {
        if (error is not null)
            _all.Add(new Fault(field, error.Column, error.Found, error.Expected));
    }

    internal void Add(string field, string found, string expected) => _all.Add(new Fault(field, null, found, expected));

    /// <summary>The text of a field; null where it is missing, null, or, with a fault, anything else.</summary>
    /// <param name="owner">An object.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="prefix">The path of the object, with a dot behind it.</param>
    internal string? Text(JsonElement owner, string name, string prefix = "")
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

    /// <summary>What a value is, as a fault says that it was found.</summary>
    internal static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Number => $"the number {value.GetRawText()}",
        JsonValueKind.String => "a text",
        var other => other.ToString().ToLowerInvariant(),
    };
}
