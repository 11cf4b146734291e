using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Cursor paging: <c>?limit=50&amp;cursor=...</c> gives <c>{items, next}</c>.</summary>
internal static class Page
{
    internal const int MostItems = 500;
    private const int UsualItems = 50;

    /// <summary>The limit asked for: 1 to 500, default 50; null and a fault for anything else.</summary>
    internal static int? Limit(string? text, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(text))
            return UsualItems;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostItems)
            return limit;
        faults.Add(new Fault("limit", null, $"\"{text}\"", $"a number from 1 to {MostItems}"));
        return null;
    }

    /// <summary>What a field of the query says; null where it is empty or not there.</summary>
    internal static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;

    internal static IResult Of(IEnumerable<JsonObject> items, string? next) =>
        new Document(new JsonObject { ["items"] = new JsonArray([.. items]), ["next"] = next });
}
