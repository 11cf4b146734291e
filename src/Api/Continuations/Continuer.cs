using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using JobQueue.Api.Endpoints;
using JobQueue.Api.Guarding;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace JobQueue.Api.Continuations;

/// <summary>
/// Answers requests that ask to be answered later: 202 once they are in the ledger, or what came of them, for clients that wait.
/// </summary>
internal sealed class Continuer(
    Keeper keeper, JobCommands commands, Ledger ledger, RunEndings endings, EndpointDataSource endpoints, IHostApplicationLifetime app,
    TimeProvider time)
{
    private const int TokenBytes = 16;
    private const int MostRetryAfterSeconds = 3600;

    // Of a run that another node may send, or while the ledger cannot be read.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Answers the request, or refuses it; false where the endpoint is to answer now, as in a run.</summary>
    internal async Task<bool> TryAnswerAsync(HttpContext context, JobPolicy policy)
    {
        var prefers = Preferences.Of(context.Request.Headers[Preferences.Field]);
        var hasTime = context.Request.Headers[RunHeaders.At].ToString().Length > 0;
        if (!(prefers.IsAsync || hasTime) || context.GetJobRun() is not null || RunsOnly.IsOf(context))
            return false;
        if (!prefers.IsAsync)
        {
            await TimeAlone().ExecuteAsync(context);
            return true;
        }

        if (context.Features.Get<Arrival>() is not { } arrival)
            return false;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await AnswerAsync(context, arrival, policy, prefers);
        }
        catch (LedgerException e)
        {
            await FailuresAsProblems.Of(context, e).ExecuteAsync(context);
        }

        return true;
    }

    /// <summary>Seconds after which it is worth asking for the run again.</summary>
    internal static string RetryAfter(Run run, DateTimeOffset now)
    {
        var wait = Math.Ceiling(((run.NotBefore ?? now) - now).TotalSeconds);
        return Math.Clamp(wait, 1, MostRetryAfterSeconds).ToString(CultureInfo.InvariantCulture);
    }

    // To answer now would be to take "next friday" for now.
    private static IResult TimeAlone() => Results.Problem(
        $"A time is for a request that is answered later: add \"{Preferences.Field}: {Preferences.RespondAsync}\", or leave {RunHeaders.At} out.",
        statusCode: StatusCodes.Status400BadRequest,
        title: $"{RunHeaders.At} without {Preferences.Field}: {Preferences.RespondAsync}");

    private async Task AnswerAsync(HttpContext context, Arrival arrival, JobPolicy policy, Preferences prefers)
    {
        var (run, key, refusal) = await keeper.KeepAsync(context, arrival, policy);
        if (run is null || (refusal is not null && key is null))
        {
            await refusal!.ExecuteAsync(context);
            return;
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        // A time that was to come when the request was kept may be past when it is sent again: then nothing new is entered.
        var entering = refusal is null
            ? commands.EnterOnceAsync(run, key, (connection, runId) => ContinuationRows.Add(connection, token, runId))
            : ledger.WriteAsync(connection => FindEntered(connection, key!, token));
        var (result, id, entered) = await context.InTimeAsync(entering, Doubt.Kept);
        if (result == Added.KeyTaken)
        {
            await (refusal ?? Problems.KeyTaken()).ExecuteAsync(context);
            return;
        }

        context.Response.Headers[Preferences.Applied] = Preferences.RespondAsync;
        var seen = entered is null ? null : new Sight(entered, null);
        if (prefers.WaitSeconds is > 0 and var seconds)
        {
            seen = await WaitAsync(id!, TimeSpan.FromSeconds(seconds), context) ?? seen;
            if (seen?.Answer is { } answer)
            {
                context.Response.Headers[Preferences.Applied] = $"{Preferences.RespondAsync}, wait={seconds}";
                await KeptAnswer.WriteAsync(context, answer);
                return;
            }
        }

        await AcceptAsync(context, seen ?? await FindAsync(id!) ?? new Sight(run with { Id = id! }, null), token);
    }

    /// <summary>What the key has entered with the same request gets another token.</summary>
    private static (Added Result, string? Id, Run? Entered) FindEntered(LedgerConnection connection, IdempotencyKey key, string token)
    {
        if (IdempotencyRows.JobOf(connection, key) is not { } id)
            return (Added.KeyTaken, null, null);
        ContinuationRows.Add(connection, token, id);
        return (Added.Before, id, null);
    }

    private async Task AcceptAsync(HttpContext context, Sight seen, string token)
    {
        var location = $"{context.Request.PathBase.ToUriComponent()}{Prefix.ToUriComponent()}{token}";
        context.Response.Headers.RetryAfter = RetryAfter(seen.Run, commands.Now);
        context.Response.Headers.Location = location;
        var document = ContinuationDocument.Of(seen.Run, seen.Answer, location);
        await Results.Json(document, statusCode: StatusCodes.Status202Accepted).ExecuteAsync(context);
    }

    private PathString Prefix => new(ContinuationEndpoints.Prefix(endpoints));

    /// <summary>The run that its key found; null where it was pruned since, or the ledger cannot be read now.</summary>
    private async Task<Sight?> FindAsync(string id)
    {
        try
        {
            return await LookAsync(id);
        }
        catch (LedgerException)
        {
            return null;
        }
    }

    /// <summary>
    /// The run once it has ended, or as it was seen last: in time it does not end, or the app stops. Null where it could not be read.
    /// </summary>
    private async Task<Sight?> WaitAsync(string id, TimeSpan wait, HttpContext context)
    {
        var until = commands.Now + wait;
        using var end = endings.Await(id);
        using var limit = new CancellationTokenSource(wait, time);
        // Kestrel waits for open requests when it stops.
        using var given = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted, app.ApplicationStopping);
        Sight? seen = null;
        try
        {
            while (true)
            {
                var between = ledger.Cluster.IsShared ? BetweenLooks : Timeout.InfiniteTimeSpan;
                try
                {
                    seen = await LookAsync(id).WaitAsync(given.Token);
                    if (seen is null || seen.Run.State.IsFinal() || seen.Run.Due >= until)
                        return seen;
                }
                catch (LedgerException)
                {
                    // The run is in the ledger, and may be over: nobody tells of that once more.
                    between = BetweenLooks;
                }

                await end.NextAsync(between, given.Token);
            }
        }
        catch (OperationCanceledException) when (given.IsCancellationRequested)
        {
            return seen;
        }
    }

    /// <summary>The run by now; null where it was pruned.</summary>
    private Task<Sight?> LookAsync(string id) => ledger.ReadAsync(connection =>
        RunReads.Find(connection, id) is { } run ? new Sight(run, KeptAnswer.Of(connection, run)) : null);

    /// <summary>A run as it was seen, with its answer; null while there is none.</summary>
    private sealed record Sight(Run Run, Response? Answer);
}
