using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Api.Keys;
using JobQueue.Api.OpenApi;
using JobQueue.Jobs.Policy;

namespace JobQueue.Api.Tests.OpenApi;

/// <summary>The description of the API, held against the API.</summary>
[TestClass]
public sealed class OpenApiTests
{
    private const string Prefix = "/jobqueue";

    // What only the host has.
    private static readonly string[] Elsewhere = ["keys"];

    [TestMethod]
    public async Task Operations_AreThoseOfTheEndpoints()
    {
        await using var app = await StartAsync();
        var mapped = app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => OpenApiEndpoints.Operations(endpoint, Prefix));

        var (whole, served) = (OpenApiDocument.Whole(), await DocumentAsync(app));

        var described = Operations(whole).Where(operation => !Elsewhere.Contains((string?)operation.Value["tags"]![0]))
            .Select(operation => operation.Key);
        CollectionAssert.AreEquivalent(described.ToList(), mapped.ToList());
        CollectionAssert.AreEquivalent(Operations(served).Select(operation => operation.Key).ToList(), described.ToList());
    }

    [TestMethod]
    public async Task Basic_IsOfTheOperationsThatTakeAPassword()
    {
        await using var app = await StartAsync();
        var taking = app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is { TakesPassword: true })
            .SelectMany(endpoint => OpenApiEndpoints.Operations(endpoint, Prefix)).ToList();

        var described = Operations(OpenApiDocument.Whole())
            .Where(operation => operation.Value["security"] is JsonArray ways && ways.Any(way => way!["basic"] is not null))
            .Select(operation => operation.Key).ToList();

        Assert.HasCount(3, taking);
        CollectionAssert.AreEquivalent(taking, described);
    }

    [TestMethod]
    public async Task Session_IsTheCookieThatIsSet()
    {
        await using var app = await StartAsync();

        var session = (await DocumentAsync(app))["components"]!["securitySchemes"]!["session"]!;

        Assert.AreEqual(app.App.Services.GetRequiredService<Sessions>().Cookie, (string?)session["name"]);
    }

    [TestMethod]
    public async Task Document_SaysWhereItIsAndOfWhichVersion()
    {
        await using var app = await StartAsync();

        var document = await DocumentAsync(app);

        Assert.AreEqual($"{app.Client.BaseAddress}jobqueue", (string?)document["servers"]![0]!["url"]);
        Assert.AreEqual("0.1.0", (string?)document["info"]!["version"]);
        Assert.AreEqual("3.1.0", (string?)document["openapi"]);
    }

    [TestMethod]
    public void Document_EveryReference_LeadsToWhatIsUsed()
    {
        var document = OpenApiDocument.Whole();
        var schema = new Schema(document);

        var references = Nodes(document).OfType<JsonObject>().Select(node => (string?)node["$ref"]).OfType<string>().ToHashSet();

        Assert.IsTrue(references.All(reference => schema.Resolve(reference) is not null));
        var components = document["components"]!.AsObject().Where(kind => kind.Key != "securitySchemes")
            .SelectMany(kind => kind.Value!.AsObject().Select(component => $"#/components/{kind.Key}/{component.Key}"));
        CollectionAssert.AreEquivalent(components.ToList(), references.ToList());
    }

    [TestMethod]
    public void Operations_HaveAnIdOfTheirOwnAndAllParametersOfTheirPath()
    {
        var document = OpenApiDocument.Whole();
        var schema = new Schema(document);

        var operations = Operations(document).ToList();

        Assert.AreEqual(operations.Count, operations.Select(operation => (string?)operation.Value["operationId"]).Distinct().Count());
        Assert.IsEmpty(operations.Where(operation =>
            operation.Key.Count(c => c == '{') != Parameters(schema, operation.Value).Count(parameter => (string?)parameter["in"] == "path")));
    }

    [TestMethod]
    public void Examples_AreValid()
    {
        var document = OpenApiDocument.Whole();
        var schema = new Schema(document);
        var nodes = Nodes(document).OfType<JsonObject>().ToList();

        var faults = nodes.Where(node => node["schema"] is not null && node["example"] is not null)
            .SelectMany(node => schema.Faults(node["schema"]!, node["example"]))
            .Concat(nodes.Where(node => node["schema"] is not null && node["examples"] is JsonObject)
                .SelectMany(node => node["examples"]!.AsObject().SelectMany(example => schema.Faults(node["schema"]!, example.Value!["value"]))))
            .Concat(nodes.Where(node => node["examples"] is JsonArray)
                .SelectMany(node => node["examples"]!.AsArray().SelectMany(example => schema.Faults(node, example))))
            .Concat(nodes.Where(node => node["default"] is JsonValue).SelectMany(node => schema.Faults(node, node["default"])));

        Assert.AreEqual("", string.Join('\n', faults));
    }

    [TestMethod]
    public void PolicyOptions_AreFieldsOfNewJobsAndParametersOfRawOnes()
    {
        var document = OpenApiDocument.Whole();
        var (schemas, post) = (document["components"]!["schemas"]!, document["paths"]!["/api/jobs"]!["post"]!);

        var options = PolicyOptions.All.Select(option => option.Json).ToList();

        CollectionAssert.IsSubsetOf(options, Names(schemas["NewJob"]!));
        CollectionAssert.IsSubsetOf(options, Names(schemas["Job"]!));
        CollectionAssert.AreEquivalent(
            Names(schemas["NewJob"]!).Where(name => name != "request").ToList(),
            Parameters(new Schema(document), post).Where(parameter => (string?)parameter["in"] == "query").Select(parameter => (string?)parameter["name"]).ToList());
    }

    [TestMethod]
    public async Task Examples_OfNewJobs_AreAccepted()
    {
        await using var app = await StartAsync();
        var contents = OpenApiDocument.Whole()["paths"]!["/api/jobs"]!["post"]!["requestBody"]!["content"]!;

        var statuses = await Task.WhenAll(contents["application/json"]!["examples"]!.AsObject()
            .Select(example => PostAsync(app, "/api/jobs", example.Value!["value"]!.ToJsonString(), "application/json"))
            .Append(PostAsync(app, "/api/jobs?at=now+%2B+5+minutes", (string)contents["message/http"]!["example"]!, "message/http")));

        Assert.IsTrue(statuses.Length > 4 && statuses.All(answer => answer.StatusCode == HttpStatusCode.Created));
    }

    private static Task<LibraryApp> StartAsync() => LibraryApp.StartAsync("", app => app.MapJobQueue(Prefix));

    private static async Task<JsonNode> DocumentAsync(LibraryApp app) => JsonNode.Parse(await app.Client.GetStringAsync($"{Prefix}/openapi.json"))!;

    private static Dictionary<string, JsonNode> Operations(JsonNode document) => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => (OpenApiDocument.Operation(operation.Key, path.Key), operation.Value!)))
        .ToDictionary();

    private static IEnumerable<JsonNode> Parameters(Schema schema, JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).Select(parameter => parameter!["$ref"] is { } reference ? schema.Resolve((string)reference!) : parameter);

    private static List<string> Names(JsonNode schema) => [.. schema["properties"]!.AsObject().Select(field => field.Key)];

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node) => node switch
    {
        JsonObject fields => fields.Where(field => field.Key != "example").SelectMany(field => Nodes(field.Value)).Prepend(node),
        JsonArray items => items.SelectMany(Nodes).Prepend(node),
        _ => [node],
    };

    private static Task<HttpResponseMessage> PostAsync(LibraryApp app, string path, string body, string type) =>
        app.Client.PostAsync(Prefix + path, new StringContent(body, Encoding.UTF8, type));
}
