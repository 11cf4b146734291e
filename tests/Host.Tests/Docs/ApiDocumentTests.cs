using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JobQueue.Api.OpenApi;

namespace JobQueue.Host.Tests.Docs;

/// <summary>What is written about the API, held against the API.</summary>
[TestClass]
public sealed partial class ApiDocumentTests
{
    private static readonly string Docs = Path.Combine(FindRoot(AppContext.BaseDirectory), "docs");

    // Schemas of which docs/api.md names every field.
    private static readonly string[] Documents =
    [
        "NewJob", "NewRequest", "Job", "Request", "LastRun", "JobEvent", "Run", "Progress", "NewProgress", "RunStarted", "Queue", "Node", "Crontab",
        "CrontabError", "CrontabWarning", "Health", "Reason", "Fault", "JobChange", "ProgressReport", "QueueChange", "CrontabRead", "Reset",
    ];

    // A key would close the door to the requests after it, and the host puts no answers off.
    private static readonly string[] OfOthers = ["keys", "async"];

    [TestMethod]
    public async Task HttpFile_EveryRequest_AnswersAsItsHeadingSays()
    {
        await using var host = await HostUnderTest.StartAsync("# no recurring jobs\n");
        var requests = HttpFile.Read(await File.ReadAllTextAsync(Path.Combine(Docs, "jobqueue.http")), host.Url).ToList();

        var statuses = new List<string>();
        foreach (var (_, heading, request) in requests)
            statuses.Add($"{(int)(await HostUnderTest.SendAsync(request())).StatusCode}{heading[3..]}");

        Assert.AreEqual(string.Join('\n', requests.Select(request => request.Heading)), string.Join('\n', statuses));
    }

    [TestMethod]
    public async Task HttpFile_HasEveryOperationOfTheHost()
    {
        await using var host = await HostUnderTest.StartAsync("# no recurring jobs\n");
        var described = Operations(await host.GetAsync("/openapi.json"), OfOthers);

        var sent = HttpFile.Read(await File.ReadAllTextAsync(Path.Combine(Docs, "jobqueue.http")), "http://host").Select(read => read.Request())
            .Select(request => $"{request.Method} {request.RequestUri!.AbsolutePath}").ToList();

        var patterns = described.Select(operation => $"^{operation.Replace("{}", "[^/]+", StringComparison.Ordinal)}$");
        Assert.IsEmpty(patterns.Where(operation => !sent.Any(request => Regex.IsMatch(request, operation))));
    }

    [TestMethod]
    // Document, commands of it that are sent to a host that has just begun, and end
    [DataRow("api.md", 4)]
    [DataRow("../README.md", 2)]
    public async Task Commands_OfADocument_Succeed(string document, int count)
    {
        await using var host = await HostUnderTest.StartAsync("# no recurring jobs\n");
        var commands = Command().Matches(await File.ReadAllTextAsync(Path.Combine(Docs, document))).Select(match => match.Value)
            .Where(command => !command.Contains("-N ", StringComparison.Ordinal) && !command.Contains("$RUN", StringComparison.Ordinal)).ToList();
        // What it answers is an error for curl from 400 on.
        await File.WriteAllTextAsync(Path.Combine(host.Folder, ".curlrc"), "fail\n");

        var codes = await Task.WhenAll(commands.Select(command => RunAsync(
            command.Replace("http://127.0.0.1:7070", host.Url, StringComparison.Ordinal), host.Folder)));

        CollectionAssert.AreEqual(Enumerable.Repeat(0, count).ToList(), codes, string.Join('\n', commands));
    }

    [TestMethod]
    public void ApiMd_NamesEveryOperationAndNoOther()
    {
        var described = Operations(OpenApiDocument.Whole());

        // `GET /api/queues`, `/api/queues/{name}` and `POST /api/jobs/{id}/pause`, `/resume`: the method, or the path, of the one before.
        var named = Row().Matches(File.ReadAllText(Path.Combine(Docs, "api.md"))).SelectMany(row => InRow(row.Groups["calls"].Value));

        CollectionAssert.AreEquivalent(described.ToList(), named.ToList());
    }

    [TestMethod]
    public void ApiMd_NamesEveryFieldParameterAndWord()
    {
        var document = OpenApiDocument.Whole();
        var schemas = document["components"]!["schemas"]!;

        var fields = Documents.SelectMany(name => schemas[name]!["properties"]!.AsObject())
            .SelectMany(field => (field.Value!["enum"]?.AsArray() ?? []).Select(word => (string?)word).Append(field.Key));
        var parameters = document["components"]!["parameters"]!.AsObject().Select(parameter => parameter.Value!)
            .Concat(document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
                .SelectMany(operation => operation.Value!["parameters"]?.AsArray().OfType<JsonObject>() ?? []))
            .Select(parameter => (string?)parameter["name"]);

        var words = Word().Matches(File.ReadAllText(Path.Combine(Docs, "api.md"))).Select(word => word.Value).ToHashSet();
        Assert.AreEqual("", string.Join(' ', fields.Concat(parameters).OfType<string>().Distinct().Where(name => !words.Contains(name))));
    }

    private static IEnumerable<string> InRow(string calls)
    {
        var (method, path) = ("", "");
        foreach (var call in Call().Matches(calls).Select(match => match.Groups["call"].Value))
        {
            var words = call.Split('?')[0].Replace("{id or name}", "{id}", StringComparison.Ordinal).Split(' ');
            method = words.Length > 1 ? words[0] : method;
            var said = words[^1];
            path = said.Count(c => c == '/') > 1 || words.Length > 1 ? said : path[..path.LastIndexOf('/')] + said;
            yield return OpenApiDocument.Operation(method, path);
        }
    }

    private static HashSet<string> Operations(JsonNode document, params string[] without) =>
    [
        .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Where(operation => !without.Contains((string?)operation.Value!["tags"]![0]))
            .Select(operation => OpenApiDocument.Operation(operation.Key, path.Key))),
    ];

    private static async Task<int> RunAsync(string command, string home)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { Environment = { ["HOME"] = home }, RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(JobQueueProcess.Limit);
        return process.ExitCode;
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "JobQueue.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);

    // The first cell of a row of a table, with a call in it.
    [GeneratedRegex(@"^\| (?<calls>`(GET|POST|PUT|DELETE) /[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<call>[^`]+)`")]
    private static partial Regex Call();

    // An indented line, and those that a pipe or a backslash joins to it.
    [GeneratedRegex(@"(?<=^    )(curl|printf [^\n]*\|\n *curl) ?([^\n\\]|\\\n|\\.)*", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"[\w-]+")]
    private static partial Regex Word();
}
