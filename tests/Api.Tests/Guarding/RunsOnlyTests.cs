using System.Net;
using JobQueue.Api.Continuations;
using JobQueue.Api.Guarding;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Tests.Guarding;

[TestClass]
public sealed class RunsOnlyTests
{
    [TestMethod]
    // Path, header of the caller, its value
    [DataRow("/guarded/minimal", "X-Other", "1")]
    [DataRow("/guarded/controller", "X-Other", "1")]
    [DataRow("/guarded/page", "X-Other", "1")]
    [DataRow("/guarded/minimal", "X-Via-JobQueue", "yes")]
    [DataRow("/guarded/controller", "X-Via-JobQueue", "yes")]
    [DataRow("/guarded/page", "X-Via-JobQueue", "yes")]
    [DataRow("/guarded/minimal", "x-via-jobqueue", "YES")]
    [DataRow("/guarded/minimal", "X_Via_JobQueue", "yes")]
    [DataRow("/guarded/minimal", "X-Via_JobQueue", "yes")]
    [DataRow("/guarded/minimal", "X-JobQueue-Run", "01890a5d-ac96-774b-bcce-b302099a8057")]
    [DataRow("/guarded/minimal", "X-JobQueue-User", "backup")]
    [DataRow("/guarded/minimal", "X-JobQueue-Path-Base", "")]
    [DataRow("/guarded/minimal", "X_JOBQUEUE_RUN", "1")]
    [DataRow("/guarded/minimal", "Prefer", "respond-async")]
    public async Task RequireJobQueue_FromOutside_IsForbidden(string path, string header, string value)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, [value, value]);

        var answer = await app.Client.SendAsync(request);

        Assert.AreEqual((HttpStatusCode.Forbidden, "application/problem+json"), (
            answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [TestMethod]
    [DataRow("/guarded/minimal")]
    [DataRow("/guarded/controller")]
    [DataRow("/guarded/page")]
    public async Task RequireJobQueue_InARun_LetsItIn(string path)
    {
        await using var app = await StartAsync();

        var run = await app.EndedAsync(await app.AddNowAsync(path));

        Assert.AreEqual(200, run.GetProperty("status").GetInt32());
    }

    [TestMethod]
    public async Task AddJobQueue_InAnAppWithAnIJobQueueOfItsOwn_AsksBeforeActionsAndPagesOnce()
    {
        var services = new ServiceCollection().AddSingleton<IJobQueue>(_ => throw new InvalidOperationException("the app's own"));

        services.AddJobQueue().AddJobQueue();

        await using var provider = services.BuildServiceProvider();
        var filters = provider.GetRequiredService<IOptions<MvcOptions>>().Value.Filters;
        CollectionAssert.AreEqual(
            new[] { typeof(RunsOnlyFilter), typeof(RespondAsyncFilter) }, filters.Select(filter => filter.GetType()).ToArray());
    }

    [TestMethod]
    public async Task RequireJobQueue_WithoutAddJobQueue_IsRefused()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/guarded", () => "ran").RequireJobQueue();

        var refusal = Assert.ThrowsExactly<InvalidOperationException>(() =>
            ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).ToList());

        StringAssert.Contains(refusal.Message, "AddJobQueue");
    }

    private static Task<LibraryApp> StartAsync() => LibraryApp.StartAsync(
        "",
        app =>
        {
            app.MapGet("/guarded/minimal", () => "ran").RequireJobQueue();
            app.MapControllers().RequireJobQueue();
            app.MapRazorPages().RequireJobQueue();
            app.MapJobQueue();
        },
        builder =>
        {
            builder.Services.AddControllers();
            builder.Services.AddRazorPages(options => options.RootDirectory = "/Guarding/Pages");
        });
}
