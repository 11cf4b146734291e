using System.Net;
using JobQueue.Api.InProcess;

namespace JobQueue.Api.Tests.InProcess;

[TestClass]
public sealed class ReservedHeadersTests
{
    [TestMethod]
    [DataRow("X-Via-JobQueue", true)]
    [DataRow("x-via-jobqueue", true)]
    [DataRow("X_Via_JobQueue", true)]
    [DataRow("X-JobQueue-Run", true)]
    [DataRow("X_JOBQUEUE_USER", true)]
    [DataRow("x-jobqueue_anything", true)]
    [DataRow("X_JobQueue_At", true)]
    [DataRow("X-JobQueue-At", false)]
    [DataRow("x-jobqueue-at", false)]
    [DataRow("X-JobQueue", false)]
    [DataRow("Via", false)]
    public void RemoveReserved_Name_IsRemovedOrKept(string name, bool isRemoved)
    {
        var headers = new HeaderDictionary { [name] = "forged" };

        PipelineStartupFilter.RemoveReserved(headers);

        Assert.AreEqual(isRemoved ? 0 : 1, headers.Count);
    }

    [TestMethod]
    public async Task Network_ReservedFields_DoNotReachHostFilteringOrTheApp()
    {
        await using var app = await TestApp.StartAsync(ConformanceEndpoints.Map, ConformanceEndpoints.Add);
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/reserved");
        request.Headers.Add("X-Via-JobQueue", ["yes", "yes"]);
        request.Headers.Add("X_JobQueue_Run", "1");

        using var response = await client.SendAsync(request);

        Assert.AreEqual((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [TestMethod]
    public async Task Run_ReservedFields_AreJobQueuesOwn()
    {
        await using var app = await TestApp.StartAsync(ConformanceEndpoints.Map, ConformanceEndpoints.Add);

        var result = await app.SendInProcessAsync(Requests.Attempt("GET /reserved", null, "ann", "X-JobQueue-Forged: 1"));

        Assert.AreEqual(
            "X-JobQueue-Attempt,X-JobQueue-Due,X-JobQueue-Job,X-JobQueue-Run,X-JobQueue-User,X-Via-JobQueue", Requests.Text(result));
    }

    [TestMethod]
    [DataRow("example.com", 200)]
    [DataRow("other.example.com", 400)]
    public async Task Run_HostFiltering_IsPartOfThePipeline(string allowed, int status)
    {
        await using var app = await TestApp.StartAsync(ConformanceEndpoints.Map, builder =>
        {
            ConformanceEndpoints.Add(builder);
            builder.Configuration["AllowedHosts"] = allowed;
            builder.Configuration["JobQueue:PublicOrigin"] = "https://example.com";
        });

        var result = await app.SendInProcessAsync(Requests.Attempt("GET /who"));

        Assert.AreEqual(status, result.Status);
    }
}
