using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JobQueue.Api.OpenApi;

/// <summary>The description of the API (OpenAPI 3.1), with the operations that are there.</summary>
internal static partial class OpenApiDocument
{
    private const string Resource = "openapi.json";

    /// <summary>All that JobQueue can have, whether it is mapped or not.</summary>
    internal static JsonObject Whole()
    {
        using var text = typeof(OpenApiDocument).Assembly.GetManifestResourceStream(Resource)!;
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>What is mapped of it.</summary>
    /// <param name="server">The URL that the paths are below.</param>
    /// <param name="mapped">The operations that are there, as <see cref="Operation"/> prints them.</param>
    /// <param name="cookie">The name of the cookie of sessions.</param>
    internal static JsonObject Of(string server, IReadOnlySet<string> mapped, string cookie)
    {
        var document = Whole();
        document["servers"]![0]!["url"] = server;
        document["info"]!["version"] = typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(fieldCount: 3);
        document["components"]!["securitySchemes"]!["session"]!["name"] = cookie;
        var paths = document["paths"]!.AsObject();
        foreach (var (path, item) in paths.ToList())
        {
            var operations = item!.AsObject();
            foreach (var (method, _) in operations.Where(operation => !mapped.Contains(Operation(operation.Key, path))).ToList())
                operations.Remove(method);
            if (operations.Count == 0)
                paths.Remove(path);
        }

        return document;
    }

    /// <summary>A method and a path in one writing: <c>GET /api/jobs/{}</c>, whatever its parameters are called.</summary>
    internal static string Operation(string method, string path) =>
        $"{method.ToUpperInvariant()} /{Parameter().Replace(path, "{}").Trim('/')}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
