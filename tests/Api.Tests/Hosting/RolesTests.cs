using System.Text.RegularExpressions;
using JobQueue.Api.Hosting;
using JobQueue.Api.Tests.Keys;
using JobQueue.Jobs.Keys;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed partial class RolesTests
{
    private static HostApp? _open;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => _open = await HostApp.StartOpenAsync();

    [ClassCleanup]
    public static async Task StopAsync() => await _open!.DisposeAsync();

    [TestMethod]
    public void Endpoints_All_SayWhatTheyAsk()
    {
        var endpoints = Endpoints(_open!);

        Assert.IsGreaterThan(20, endpoints.Count);
        Assert.IsEmpty(endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is null).Select(endpoint => endpoint.DisplayName));
    }

    [TestMethod]
    // What changes something is not for viewers, and keys are for admins
    [DataRow("GET", "/api/keys", Role.Admin)]
    [DataRow("POST", "/api/keys", Role.Admin)]
    [DataRow("DELETE", "/api/keys/{name}", Role.Admin)]
    [DataRow("POST", "/api/jobs", Role.Operator)]
    [DataRow("DELETE", "/api/jobs/{id}", Role.Operator)]
    [DataRow("POST", "/api/jobs/{id}/pause", Role.Operator)]
    [DataRow("POST", "/api/jobs/{id}/resume", Role.Operator)]
    [DataRow("POST", "/api/jobs/{id}/run", Role.Operator)]
    [DataRow("POST", "/api/runs/{id}/cancel", Role.Operator)]
    [DataRow("POST", "/api/runs/{id}/replay", Role.Operator)]
    [DataRow("POST", "/api/queues/{name}/pause", Role.Operator)]
    [DataRow("POST", "/api/queues/{name}/resume", Role.Operator)]
    [DataRow("GET", "/api/jobs", Role.Viewer)]
    [DataRow("GET", "/api/runs/{id}/response", Role.Viewer)]
    [DataRow("GET", "/api/crontab", Role.Viewer)]
    [DataRow("GET", "/api/events", Role.Viewer)]
    public void Endpoint_OfTheApi_AsksForARole(string method, string path, object role)
    {
        var asked = Endpoints(_open!).Where(endpoint => Line(endpoint) == $"{method} /jobqueue{path}").Select(endpoint => endpoint.Metadata.GetMetadata<Access>()!.Role);

        Assert.AreEqual(role, asked.Single());
    }

    [TestMethod]
    public async Task Endpoints_WithEveryRole_LetInWhomTheyAskFor()
    {
        await using var host = await HostApp.StartAsync(settings: ("JobQueue:RateLimit", "10000/s"));
        var calls = Endpoints(host).SelectMany(endpoint => Enum.GetValues<Role>().Select(role => (Endpoint: endpoint, Role: role)));

        var answers = await Task.WhenAll(calls.Select(async call =>
            (call.Endpoint, call.Role, Status: await CallAsync(host, call.Role.ToString().ToLowerInvariant(), call.Endpoint))));

        // Who is let in gets any other answer: most calls name something that is not there.
        var wrong = answers.Where(answer => (answer.Status is not (401 or 403 or 429)) != MayEnter(answer.Endpoint, answer.Role));
        Assert.IsEmpty(wrong.Select(answer => $"{Line(answer.Endpoint)} as {answer.Role}: {answer.Status}"));
    }

    [TestMethod]
    // Key
    [DataRow("none")]
    [DataRow("revoked")]
    [DataRow("garbage")]
    [DataRow("unknown")]
    public async Task Endpoints_WithoutAGoodKey_LetNobodyIn(string key)
    {
        await using var host = await HostApp.StartAsync();
        var closed = Endpoints(host).Where(endpoint => endpoint.Metadata.GetMetadata<Access>()!.Role is not null).ToList();

        var answers = await Task.WhenAll(closed.Select(async endpoint => (Endpoint: endpoint, Status: await CallAsync(host, key, endpoint))));

        Assert.IsGreaterThan(15, closed.Count);
        Assert.IsEmpty(answers.Where(answer => answer.Status is not (401 or 429)).Select(answer => $"{Line(answer.Endpoint)}: {answer.Status}"));
    }

    private static bool MayEnter(RouteEndpoint endpoint, Role role) => endpoint.Metadata.GetMetadata<Access>()!.Role is not { } least || role >= least;

    private static Task<int> CallAsync(HostApp host, string key, RouteEndpoint endpoint)
    {
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
        var path = Parameter().Replace(endpoint.RoutePattern.RawText!, "nothing")["/jobqueue".Length..];
        return host.StatusAsync(key, method, path, method == "POST" ? new { } : null);
    }

    private static IReadOnlyList<RouteEndpoint> Endpoints(HostApp host) =>
    [
        .. host.App.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Doors.Marker>() is not null)
            // The token is the right: without one it is 403 for everybody.
            .Where(endpoint => !endpoint.RoutePattern.RawText!.EndsWith("/progress", StringComparison.Ordinal)),
    ];

    private static string Line(RouteEndpoint endpoint) =>
        $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
