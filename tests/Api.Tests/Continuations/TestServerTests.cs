using Microsoft.AspNetCore.TestHost;

namespace JobQueue.Api.Tests.Continuations;

[TestClass]
public sealed class TestServerTests
{
    [TestMethod]
    // Path base that the server gives, body of the answer
    [DataRow("", " later |/later?a=1 a")]
    [DataRow("/site", " later /site|/later?a=1 a")]
    public async Task Post_ThroughATestServer_IsAnsweredLater(string pathBase, string expected)
    {
        using var folder = new TempFolder();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(TestServerTests).Assembly.GetName().Name,
            EnvironmentName = Environments.Development,
            ContentRootPath = folder.Path,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer(options => options.BaseAddress = new Uri($"http://localhost{pathBase}/"));
        ContinuationApp.Add(builder);
        builder.Services.AddJobQueue(options => options.Store = "sqlite:" + folder.File("jobqueue.db"));
        await using var app = builder.Build();
        ContinuationApp.Map(app, null, null);
        await app.StartAsync();
        using var client = app.GetTestClient();

        var accepted = await client.PostAsync($"{pathBase}/later?a=1", "a", "respond-async");
        var answer = await client.AnswerAsync(accepted);

        StringAssert.StartsWith(accepted.Headers.Location!.ToString(), $"{pathBase}/jobqueue/async/");
        Assert.AreEqual(expected, answer);
    }
}
