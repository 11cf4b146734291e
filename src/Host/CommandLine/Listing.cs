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
    private const string Indent = "  ";
    private const int DefaultLimit = 50;

    // What the API gives at once.
    private const int MostPerPage = 500;

    /// <summary>
    /// Gives, for a table that is not empty, what is said of an item on a line below its own; null for nothing. It may ask the server for more.
    /// </summary>
    public required Func<ApiClient, CancellationToken, Task<Func<JsonElement, string?>>> BelowAsync { get; init; }

    /// <summary>The items that the table has only for who asks for a state.</summary>
    public Predicate<JsonElement> IsLeftOut { get; init; } = _ => false;

    /// <summary>The filter that names a job; null for none. Where there is no such job, that is said.</summary>
    public Option<string>? Job { get; init; }

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
            var said = Filters
                .Select(filter => (filter.Parameter, Value: parsed.GetValue(filter.Option)))
                .Where(filter => filter.Value is not null)
                .ToDictionary(filter => filter.Parameter, filter => filter.Value!);
            var leavesOut = parsed.GetValue(format) == OutputFormat.Table && !said.ContainsKey("state");
            var (items, next, refusal) = await ReadAsync(api, said, parsed.GetValue(limit), leavesOut, cancellationToken);
            if (items.Count == 0 && refusal is null && Job is not null && parsed.GetValue(Job) is { } job)
                refusal = await api.GetAsync("jobs/" + Uri.EscapeDataString(job), cancellationToken);
            if (refusal?.IsSuccess == false)
                return refusal.Refuse(parsed.InvocationConfiguration.Error);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(format) == OutputFormat.Table)
                PrintTable(items, items.Count == 0 ? _ => null : await BelowAsync(api, cancellationToken), output);
            else
                Print(items, next, output);
            return ExitCode.Done;
        });
    }

    private async Task<(IReadOnlyList<JsonElement> Items, string? Next, ApiAnswer? Refusal)> ReadAsync(
        ApiClient api, Dictionary<string, string> said, int limit, bool leavesOut, CancellationToken cancellationToken)
    {
        var query = said.Select(filter => $"{filter.Key}={Uri.EscapeDataString(filter.Value)}");
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var cursor = next is null ? "" : $"&cursor={Uri.EscapeDataString(next)}";
            // Of a page of what is left out there may be many.
            var size = leavesOut && next is not null ? MostPerPage : Math.Min(MostPerPage, limit - items.Count);
            string[] page = [.. query, $"limit={size}"];
            var answer = await api.GetAsync($"{Path}?{string.Join('&', page)}{cursor}", cancellationToken);
            if (!answer.IsSuccess)
                return ([], null, answer);
            items.AddRange((answer.Document?.Field("items")?.Items() ?? []).Where(item => !leavesOut || !IsLeftOut(item)));
            next = answer.Document?.Text("next");
        }
        while (next is not null && items.Count < limit);
        return (items[..Math.Min(limit, items.Count)], next, null);
    }

    private static void Print(IReadOnlyList<JsonElement> items, string? next, TextWriter output)
    {
        var document = new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(item => JsonNode.Parse(item.GetRawText()))]),
            ["next"] = next,
        };
        output.WriteLine(JsonSerializer.SerializeToElement(document).Indented());
    }

    private void PrintTable(IReadOnlyList<JsonElement> items, Func<JsonElement, string?> below, TextWriter output)
    {
        var lines = Table.Lines(items, Columns, Table.MostColumns).ToArray();
        output.WriteLine(lines[0]);
        foreach (var (line, item) in lines[1..].Zip(items))
        {
            output.WriteLine(line);
            if (below(item) is { Length: > 0 } said)
                output.WriteLine(Table.Cut(Indent + Table.OneLine(said), Table.MostColumns));
        }
    }
}
