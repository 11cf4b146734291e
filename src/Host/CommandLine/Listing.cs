using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobQueue.Host.CommandLine;

/// <summary>A verb that prints a list of the API, page after page.</summary>
/// <param name="Path">Below <c>/api/</c>.</param>
/// <param name="Filters">Options with the query parameters they become.</param>
/// <param name="Columns">The table.</param>
internal sealed record Listing(
    string Path, IReadOnlyList<(Option<string> Option, string Parameter)> Filters, IReadOnlyList<Column<JsonElement>> Columns)
{
    private const int DefaultLimit = 50;

    // What the API gives at once.
    private const int MostPerPage = 500;

    internal Verb Create(Verb verb)
    {
        foreach (var (option, _) in Filters)
            verb.Add(option.Filled());
        var limit = verb.With(new Option<int>("--limit")
        {
            Description = "The most to show",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultLimit,
        });
        limit.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens.SingleOrDefault()?.Value ?? "1", CultureInfo.InvariantCulture, out var number) || number < 1)
                result.AddError("--limit: expected a number of 1 or more");
        });
        var format = verb.With(OutputOption.Create());
        return verb.Calls(async (parsed, api, cancellationToken) =>
        {
            var query = Filters
                .Select(filter => (filter.Parameter, Value: parsed.GetValue(filter.Option)))
                .Where(said => said.Value is not null)
                .Select(said => $"{said.Parameter}={Uri.EscapeDataString(said.Value!)}");
            var (items, next, refusal) = await ReadAsync(api, [.. query], parsed.GetValue(limit), cancellationToken);
            if (refusal is not null)
                return refusal.Refuse(parsed.InvocationConfiguration.Error);
            Print(items, next, parsed.GetValue(format), parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
    }

    private async Task<(IReadOnlyList<JsonElement> Items, string? Next, ApiAnswer? Refusal)> ReadAsync(
        ApiClient api, string[] query, int limit, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var cursor = next is null ? "" : $"&cursor={Uri.EscapeDataString(next)}";
            string[] page = [.. query, $"limit={Math.Min(MostPerPage, limit - items.Count)}"];
            var answer = await api.GetAsync($"{Path}?{string.Join('&', page)}{cursor}", cancellationToken);
            if (!answer.IsSuccess)
                return ([], null, answer);
            items.AddRange(answer.Document?.Field("items")?.Items() ?? []);
            next = answer.Document?.Text("next");
        }
        while (next is not null && items.Count < limit);
        return (items[..Math.Min(limit, items.Count)], next, null);
    }

    private void Print(IReadOnlyList<JsonElement> items, string? next, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Table)
        {
            Table.Print(items, Columns, output);
            return;
        }

        var document = new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(item => JsonNode.Parse(item.GetRawText()))]),
            ["next"] = next,
        };
        output.WriteLine(JsonSerializer.SerializeToElement(document).Indented());
    }
}
