using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.InProcess;

/// <summary>One request on its way through the pipeline.</summary>
internal sealed class Exchange(RunAttempt attempt, Uri uri, RequestDelegate app)
{
    private const int IsRunning = 0;
    private const int IsStuck = 1;
    private const int HasEnded = 2;

    private int _state = IsRunning;

    public RunAttempt Attempt => attempt;

    public Uri Uri => uri;

    public RequestLifetime Lifetime { get; } = new();

    public ResponseCapture Response { get; } = new(HttpMethods.IsHead(attempt.Request.Method));

    public TaskCompletionSource<AttemptResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The route of the endpoint that answered; null where none was found.</summary>
    public string? Route { get; private set; }

    /// <summary>Marks the request as one whose endpoint ignores its cancellation; false when it has ended meanwhile.</summary>
    public bool TryMarkStuck() => Interlocked.CompareExchange(ref _state, IsStuck, IsRunning) == IsRunning;

    /// <summary>Marks the request as ended.</summary>
    /// <returns>Whether it was stuck.</returns>
    public bool MarkEnded() => Interlocked.Exchange(ref _state, HasEnded) == IsStuck;

    public FeatureCollection Features(JobRunFeature run, string traceParent)
    {
        var features = SyntheticRequest.Features(attempt, uri, traceParent);
        features.Set<IHttpResponseFeature>(Response);
        features.Set<IHttpResponseBodyFeature>(Response);
        features.Set<IHttpRequestLifetimeFeature>(Lifetime);
        features.Set<IHttpAuthenticationFeature>(new HttpAuthenticationFeature { User = run.Principal });
        features.Set<IJobRunFeature>(run);
        return features;
    }

    /// <summary>Runs the pipeline to the end of the response.</summary>
    /// <returns>What the pipeline threw; null if nothing.</returns>
    public async Task<Exception?> RunPipelineAsync(HttpContext context)
    {
        try
        {
            await app(context);
            if (!Response.HasStarted && !Lifetime.IsAbortedByEndpoint)
                await Response.StartAsync();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
        finally
        {
            Route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            Response.End();
        }
    }

    /// <summary>What the exchange came to. An exception is 500, as on a socket, also where a socket could only have been cut.</summary>
    public AttemptResult Take(HttpContext context, Exception? thrown)
    {
        if (Lifetime.IsAbortedByCaller)
            return new AttemptResult(AttemptEnd.Aborted, null, null);
        if (Lifetime.IsAbortedByEndpoint)
            return new AttemptResult(AttemptEnd.NoResponse, null, "the endpoint aborted the request");
        if (thrown is null)
            return Responded(Response.Take(Response.StatusCode), context.Features.Get<IExceptionHandlerFeature>()?.Error);
        var status = (thrown as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
        return Responded(Response.HasStarted ? Response.Take(status) : new Response { Status = status }, thrown);
    }

    internal static string Line(Exception exception) => $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";

    private static AttemptResult Responded(Response response, Exception? exception) =>
        new(AttemptEnd.Responded, response, exception is null ? null : Line(exception)) { Problem = ProblemText.Of(response) };
}
