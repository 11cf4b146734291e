using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JobQueue.Api.Endpoints;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Pages.New;

/// <summary>A new job as it was typed.</summary>
internal sealed record NewForm
{
    /// <summary>Bytes of the job as JSON, as at the API.</summary>
    private const int MostBytes = 1024 * 1024;

    /// <summary>Of the page that was given out: the same form is taken once.</summary>
    public required string Id { get; init; }

    public string When { get; init; } = "";

    public string Method { get; init; } = "";

    public string Uri { get; init; } = "";

    /// <summary>A line each, <c>Name: value</c>.</summary>
    public string Headers { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>Whether the body is in Base64.</summary>
    public bool IsBase64 { get; init; }

    public string User { get; init; } = "";

    /// <summary>What was said of the policy, by the names that fields have in JSON.</summary>
    public IReadOnlyDictionary<string, string> Policy { get; init; } = new Dictionary<string, string>();

    internal string Said(string option) => Policy.GetValueOrDefault(option, "");

    internal static NewForm Of(IFormCollection form) => new()
    {
        Id = form["id"].ToString(),
        When = Line(form, "when"),
        Method = Line(form, "method"),
        Uri = Line(form, "uri"),
        Headers = Text(form, "headers"),
        Body = Text(form, "body"),
        IsBase64 = form["bodyIs"] == "base64",
        User = Line(form, "user"),
        Policy = PolicyOptions.All.ToDictionary(option => option.Json, option => Line(form, option.Json)),
    };

    /// <summary>The job as a client of the API would send it.</summary>
    /// <param name="faults">Takes what cannot be said in JSON.</param>
    internal byte[] ToJson(List<Fault> faults)
    {
        var job = new JsonObject();
        AddTo(job, WhenText.IsSchedule(When) ? "cron" : "at", When);
        AddTo(job, "user", User);
        foreach (var option in PolicyOptions.All)
            AddTo(job, option.Json, Said(option.Json));
        var request = new JsonObject();
        AddTo(request, "uri", Uri);
        AddTo(request, "method", Method);
        AddTo(request, IsBase64 ? "bodyBase64" : "body", Body);
        if (HeaderLines.Read(Headers, faults) is { Count: > 0 } headers)
            request["headers"] = headers;
        job["request"] = request;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(job);
        if (bytes.Length > MostBytes)
            faults.Add(new Fault(
                "request.body", null, $"{Show.Number(bytes.Length)} bytes of JSON", $"at most {Show.Number(MostBytes)} for the whole job"));
        return bytes;
    }

    /// <summary>Under what the job is added: the same page with the same content adds it once, with other content another.</summary>
    internal IdempotencyKey Key(byte[] json)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. json, .. Encoding.UTF8.GetBytes(Id)]));
        return new IdempotencyKey($"page {hash}", hash);
    }

    /// <summary>The field of the form that a fault of the job belongs to.</summary>
    internal static string FieldOf(Fault fault) => fault.Field switch
    {
        "at" or "cron" => "when",
        "request.uri" => "uri",
        "request.method" => "method",
        "request" or "request.body" or "request.bodyBase64" => "body",
        var field when field.StartsWith("request.headers", StringComparison.Ordinal) => "headers",
        var field => field,
    };

    private static void AddTo(JsonObject owner, string name, string value)
    {
        if (value.Length > 0)
            owner[name] = value;
    }

    private static string Line(IFormCollection form, string name) => form[name].ToString().Trim();

    // Browsers end the lines of what was typed with CR and LF (HTML, 4.10.22.4).
    private static string Text(IFormCollection form, string name) => form[name].ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
}
