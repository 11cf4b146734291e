using System.Net;

namespace JobQueue.Api.Tests;

/// <summary>HEAD (RFC 9110, 9.3.2): what GET answers, without its body.</summary>
[TestClass]
public sealed class HeadTests
{
    private const string Crontab = "0 3 * * * - /fine --name nightly\n";

    [TestMethod]
    public async Task Head_OfEveryReadButTheEvents_IsMapped()
    {
        await using var app = await StartAsync();

        var endpoints = app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

        var reads = endpoints.Where(endpoint => Methods(endpoint).Contains("GET")).ToList();
        Assert.IsGreaterThan(20, reads.Count);
        Assert.AreEqual(
            "/jobqueue/api/events",
            string.Join(' ', reads.Where(endpoint => !Methods(endpoint).Contains("HEAD")).Select(endpoint => endpoint.RoutePattern.RawText)));
    }

    [TestMethod]
    public async Task Head_IsAsGet_WithoutTheBody()
    {
        await using var app = await StartAsync();
        string[] paths =
        [
            "healthz", "readyz", "openapi.json", "api/jobs", "api/jobs/nightly", "api/jobs/nobody", "api/runs", "api/runs?limit=0", "api/queues",
            "api/crontab", "api/calendar.ics", "", "jobs/nightly", "runs/nobody", "assets/jobqueue.js",
        ];

        var (gets, heads) = (await SendAsync(app, HttpMethod.Get, paths), await SendAsync(app, HttpMethod.Head, paths));

        Assert.AreEqual(string.Join('\n', gets.Select(answer => answer.Head)), string.Join('\n', heads.Select(answer => answer.Head)));
        Assert.IsTrue(gets.All(answer => answer.Bytes > 0) && heads.All(answer => answer.Bytes == 0));
    }

    [TestMethod]
    public async Task Head_OfTheEvents_IsRefused()
    {
        await using var app = await StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Head, "/jobqueue/api/events");
        using var answer = await app.Client.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.AreEqual("GET", string.Join(' ', answer.Content.Headers.Allow));
    }

    private static Task<LibraryApp> StartAsync() => LibraryApp.StartAsync(Crontab, app => app.MapJobQueue("/jobqueue"));

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    private static async Task<List<(string Head, int Bytes)>> SendAsync(LibraryApp app, HttpMethod method, string[] paths)
    {
        var answers = new List<(string, int)>();
        foreach (var path in paths)
        {
            using var request = new HttpRequestMessage(method, $"/jobqueue/{path}");
            using var answer = await app.Client.SendAsync(request);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            answers.Add(($"{path} {(int)answer.StatusCode} {answer.Content.Headers.ContentType} {answer.Headers.CacheControl} {answer.Headers.ETag?.Tag.Length}", bytes.Length));
        }

        return answers;
    }
}
