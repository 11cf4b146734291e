using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobQueue.Host.Tests;

/// <summary>A server on this machine that gives canned answers, and keeps what it was asked.</summary>
internal sealed class StubApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, StubAnswer> _answers;
    private readonly List<StubRequest> _requests = [];

    private StubApi(WebApplication app, Dictionary<string, StubAnswer> answers) => (_app, _answers) = (app, answers);

    internal string Url => _app.Urls.Single();

    /// <summary>In the order they came.</summary>
    internal IReadOnlyList<StubRequest> Requests => _requests;

    /// <summary>Starts with answers by method, path and query, like <c>GET /api/jobs?limit=50</c>; all else is 404.</summary>
    internal static async Task<StubApi> StartAsync(params (string Request, StubAnswer Answer)[] answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var api = new StubApi(builder.Build(), answers.ToDictionary(row => row.Request, row => row.Answer));
        api._app.Run(api.AnswerAsync);
        await api._app.StartAsync();
        return api;
    }

    /// <summary>Runs the command against this server.</summary>
    internal Task<CommandResult> RunAsync(params string[] arguments) =>
        JobQueueProcess.RunAsync(arguments, [("JOBQUEUE_SERVER", Url), ("TZ", "UTC")]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var line = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        _requests.Add(new StubRequest(line, await body.ReadToEndAsync(), context.Request.Headers.Authorization.ToString()));
        var answer = _answers.GetValueOrDefault(line) ?? new StubAnswer(404, """{"title":"Not Found","detail":"nothing has this id or name"}""");
        context.Response.StatusCode = answer.Status;
        context.Response.Headers.Location = answer.Location;
        context.Response.ContentType = answer.Type is { } type ? type : answer.Status < 400 ? "application/json" : "application/problem+json";
        await context.Response.WriteAsync(answer.Body);
    }
}
