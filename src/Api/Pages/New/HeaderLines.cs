using System.Text.Json.Nodes;
using JobQueue.Api.Endpoints;
using JobQueue.Scheduler;

namespace JobQueue.Api.Pages.New;

/// <summary>Header fields as people type them, a line each.</summary>
internal static class HeaderLines
{
    /// <summary>The fields as the API takes them: from names to their values.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="faults">Takes those that are no header.</param>
    internal static JsonObject Read(string text, List<Fault> faults)
    {
        var fields = new JsonObject();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? "" : line[..colon].Trim();
            if (name.Length == 0)
                faults.Add(new Fault("request.headers", null, TextError.Quote(line), "Name: value", number));
            else
                ValuesOf(fields, name).Add((JsonNode)line[(colon + 1)..].Trim());
        }

        return fields;
    }

    /// <summary>Fields as lines.</summary>
    internal static string Print(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Concat(fields.Select(field => $"{field.Key}: {field.Value}\n"));

    // One name in any case is one field.
    private static JsonArray ValuesOf(JsonObject fields, string name)
    {
        var known = fields.FirstOrDefault(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        if (known is JsonArray values)
            return values;
        var added = new JsonArray();
        fields[name] = added;
        return added;
    }
}
