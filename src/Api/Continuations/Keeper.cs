using System.Security.Cryptography;
using System.Text;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Times.At;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Continuations;

/// <summary>A request as the run that it becomes.</summary>
internal sealed class Keeper(
    JobCommands commands, SchedulerOptions scheduler, IOptions<JobQueueOptions> options, IOptions<AntiforgeryOptions> antiforgery)
{
    private const int MostKeyCharacters = 200;

    /// <summary>
    /// The run with the key to enter it once by; or why there is none. With both it may not be entered, but what its key has entered holds.
    /// </summary>
    internal async Task<(Run? Run, IdempotencyKey? Key, IResult? Refusal)> KeepAsync(HttpContext context, Arrival arrival, JobPolicy policy)
    {
        // RFC 9110 knows no status for it; MVC and minimal APIs answer 400.
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            return Refused(Results.Problem("The antiforgery token is missing or not valid.", statusCode: StatusCodes.Status400BadRequest));
        var now = await commands.NowAsync();
        var at = context.Request.Headers[RunHeaders.At].ToString();
        var due = at.Length == 0 ? AtResult.Of(now) : AtTime.Parse(at, now, scheduler.Zone);
        var refusal = due.Error is not { } error ? null : Results.Problem(
            CaretText.Of(error, at), statusCode: StatusCodes.Status400BadRequest, title: $"{RunHeaders.At} is not a time");
        var said = context.Request.Headers["Idempotency-Key"].ToString();
        if (refusal is not null && said.Length == 0)
            return Refused(refusal);
        if (said.Length > MostKeyCharacters)
            return Refused(Results.Problem(
                $"The Idempotency-Key is longer than {MostKeyCharacters} characters.", statusCode: StatusCodes.Status400BadRequest));

        var most = options.Value.MaxRespondAsyncBody;
        if (context.Request.ContentLength > most || await arrival.Body.WholeAsync(context.RequestAborted) is not { } body)
            return Refused(Results.Problem(
                $"A request that is answered later has a body of at most {most} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge));

        var caller = CallerIdentity.Of(context.User, await SchemesAsync(context));
        var request = new JobRequest
        {
            Method = context.Request.Method,
            Uri = arrival.Uri,
            Headers =
            [
                .. KeptFields.Of(arrival.Headers, antiforgery.Value.HeaderName),
                .. KeptRequest.Fields(arrival.PathBase, Addresses.OfCaller(context), MostBodyBytes(context)),
            ],
            Body = body,
            User = caller is null ? null : context.User.Identity?.Name,
        };
        var run = JobCommands.OneTime(now, due.Instant ?? now, request, policy, request.User) with
        {
            Identity = caller?.Print(),
            ScheduledBy = AskingTrace.Of(context),
        };
        // Anonymous callers cannot be told apart: the key of one would be the right to the answer of another.
        return (run, caller is null || said.Length == 0 ? null : new($"respond-async {caller.Key()} {said}", Hash(request, at)), refusal);
    }

    private static (Run?, IdempotencyKey?, IResult?) Refused(IResult refusal) => (null, null, refusal);

    /// <summary>The schemes that the endpoint names; where it names none, the app's own made the user.</summary>
    private static async Task<IReadOnlyList<string>> SchemesAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata is null || context.RequestServices.GetService(typeof(IAuthorizationPolicyProvider))
            is not IAuthorizationPolicyProvider policies)
            return [];
        var policy = await AuthorizationPolicy.CombineAsync(
            policies, metadata.GetOrderedMetadata<IAuthorizeData>(), metadata.GetOrderedMetadata<AuthorizationPolicy>());
        return policy?.AuthenticationSchemes ?? [];
    }

    private static long? MostBodyBytes(HttpContext context) => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    private static string Hash(JobRequest request, string at)
    {
        var type = request.Headers.FirstOrDefault(field => field.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Uri}\n{type}\n{at}\n"));
        hash.AppendData(request.Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
