using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Queue;

/// <summary>What an attempt leads to.</summary>
internal static class Outcome
{
    /// <summary>Characters that are taken of what a response says of its error.</summary>
    internal const int MostProblemCharacters = 1000;

    private static readonly TimeSpan UntilTheWayIsOpen = TimeSpan.FromSeconds(1);

    /// <param name="run">The run, with its policy and the number of the attempt.</param>
    /// <param name="result">What the exchange came to.</param>
    /// <param name="abort">Why it was given up; null if it was not.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="chance">From 0 to 1, for the jitter of the wait.</param>
    internal static RunFinish Of(Run run, AttemptResult result, Abort? abort, DateTimeOffset now, double chance) => (result.End, abort?.Cause) switch
    {
        (_, AbortCause.Cancel) => new() { State = RunState.Cancelled, At = now, Error = Behind(abort?.Reason ?? "cancelled", result.Error) },
        (AttemptEnd.NotSent, _) => Again(now, result.Error ?? "not sent: the app is not ready", now + UntilTheWayIsOpen),
        (AttemptEnd.Withdrawn, _) => Again(now, result.Error!, null),
        (AttemptEnd.Aborted, AbortCause.Shutdown) when run.Policy.OnCrash == OnCrash.Never =>
            new() { State = RunState.Failed, At = now, Error = Behind("interrupted: the process was stopped while it ran (on-crash never)", result.Error) },
        (AttemptEnd.Aborted, AbortCause.Shutdown) => Again(now, "interrupted: the process was stopped while it ran", null),
        (AttemptEnd.TimedOut, _) => ByStatus(run, result with { Response = null }, result.Error, RunState.TimedOut, now, chance),
        (AttemptEnd.Aborted, _) => ByStatus(run, result with { Response = null }, TimedOut(run, result), RunState.TimedOut, now, chance),
        _ => ByStatus(run, result, Why(result), RunState.Failed, now, chance),
    };

    private static RunFinish Again(DateTimeOffset now, string error, DateTimeOffset? notBefore) =>
        new() { State = RunState.Pending, At = now, Error = error, NotBefore = notBefore };

    private static RunFinish ByStatus(Run run, AttemptResult result, string? error, RunState whenFailed, DateTimeOffset now, double chance)
    {
        var (policy, response, status) = (run.Policy, result.Response, result.Status);
        var isAgain = policy.RetryOn.Contains(status) && run.Failures < policy.Retry;
        var succeeded = policy.Success.Contains(status);
        return new()
        {
            State = isAgain ? RunState.Pending : succeeded ? RunState.Succeeded : whenFailed,
            At = now,
            Status = status,
            Disposition = isAgain ? Disposition.Retry
                : policy.RemoveOn.Contains(status) ? Disposition.Remove
                : policy.PauseOn.Contains(status) ? Disposition.Pause
                : Disposition.Keep,
            Error = succeeded && !isAgain || error is null ? null : PlainLine.Of(error),
            NotBefore = isAgain ? now + Backoff.After(run.Failures + 1, chance, response is null ? null : RetryAfter.Of(response, now)) : null,
            HoldQueueUntil = HoldQueueUntil(run, response, now),
            Response = response,
            IsErrorOfResponse = result is { Error: null, Problem: not null },
            Next = succeeded && !isAgain ? NextRequest.Of(run, result) : null,
        };
    }

    // Of a request that was kept the response concerns its caller alone, and not who waits behind it.
    private static DateTimeOffset? HoldQueueUntil(Run run, Response? response, DateTimeOffset now) =>
        response is { Status: 429 or 503 } && !KeptRequest.Is(run.Request) && RetryAfter.Of(response, now) is { } patience
            ? now + (patience < Queues.LongestHold ? patience : Queues.LongestHold)
            : null;

    private static string TimedOut(Run run, AttemptResult result) => Behind($"timed out after {Duration.Print(run.Policy.Timeout)}", result.Error);

    // What became of an endpoint that ignores that it was given up stands behind the reason why it was.
    private static string Behind(string reason, string? error) => error is null ? reason : $"{reason}: {error}";

    private static string? Why(AttemptResult result) =>
        result.Error
        ?? (result.Response is { Status: >= 300 and < 400 and not 304 } redirect
            ? $"redirected to {Location(redirect)}, not followed"
            : result.Problem is { } problem ? Beginning(problem) : null);

    // Half of a surrogate pair is no text.
    private static string Beginning(string problem) =>
        problem.Length <= MostProblemCharacters ? problem
        : problem[..(char.IsHighSurrogate(problem[MostProblemCharacters - 1]) ? MostProblemCharacters - 1 : MostProblemCharacters)];

    private static string Location(Response response) =>
        response.Headers.FirstOrDefault(header => header.Key.Equals("Location", StringComparison.OrdinalIgnoreCase)).Value?.Split('?')[0] ?? "nowhere";
}
