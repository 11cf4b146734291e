using JobQueue.Api.Endpoints;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Requests;

namespace JobQueue.Api.Code;

/// <summary>Whether a job can be as code says it, by the rules that hold for jobs of the API.</summary>
internal static class CodeJobCheck
{
    private const int MostMethodCharacters = 20;
    private const int MostUserCharacters = 100;

    /// <param name="request">What is sent.</param>
    /// <param name="policy">What holds for it.</param>
    /// <param name="options">The configured users, and where jobs may go.</param>
    /// <exception cref="ArgumentException">It cannot be; the message says what was found and what was expected.</exception>
    internal static void Check(JobRequest request, JobPolicy policy, SchedulerOptions options)
    {
        var method = request.Method ?? "";
        if (!RequestHeader.IsToken(method) || method.Length > MostMethodCharacters || method.Any(char.IsAsciiLetterLower))
            throw Refusal("the method", method, "an HTTP method in upper case", nameof(request));
        var uri = request.Uri ?? "";
        if (RequestUri.Refusal(uri) is { } refusal)
            throw Refusal("the URI", uri[refusal.At..], refusal.Expected, nameof(request));
        foreach (var (name, value) in request.Headers)
            CheckHeader(name ?? "", value ?? "");
        if (request.User is { } user)
            CheckUser(user, options.Users);
        CheckPolicy(policy);
        CheckReach(uri, policy, new Reach(options));
    }

    private static void CheckHeader(string name, string value)
    {
        if (RequestHeader.NameRefusal(name) is { } expected)
            throw Refusal("a header's name", name, expected, "request");
        if (RequestHeader.BadCharacterIn(value) is >= 0 and var bad)
            throw Refusal($"the header {name}", value[bad..], "visible ASCII, blanks and tabs", "request");
    }

    private static void CheckReach(string uri, JobPolicy policy, Reach reach)
    {
        if (policy.Target is { } target && reach.TargetRefusal(target) is { } expectedTarget)
            throw Refusal("the policy's target", target, expectedTarget, nameof(policy));
        if (reach.UriRefusal(uri, policy.Target) is { } expected)
            throw Refusal("the URI", uri, expected, "request");
        if (policy.OnFailure is { } alert && reach.UriRefusal(alert.Uri, policy.Target) is { } expectedAlert)
            throw Refusal("the policy's onFailure", alert.Uri, expectedAlert, nameof(policy));
    }

    private static void CheckUser(string user, IReadOnlySet<string>? users)
    {
        if (user.Length is 0 or > MostUserCharacters || user.Any(c => c is <= ' ' or > '~'))
            throw Refusal("the user", user, $"a name of 1 to {MostUserCharacters} visible ASCII characters", "request");
        if (users?.Contains(user) == false)
            throw Refusal("the user", user, $"a configured user: one of {string.Join(", ", users)}", "request");
    }

    /// <exception cref="ArgumentException">It cannot be; the message says what was found and what was expected.</exception>
    internal static void CheckPolicy(JobPolicy policy)
    {
        // What it prints of itself must be what it could have been read from.
        foreach (var option in PolicyOptions.All)
            if (option.Print(policy) is { } text && option.Read(policy, text) is null)
                throw Refusal($"the policy's {option.Json}", text, option.Expected, nameof(policy));
        if (policy.Jitter > TimeSpan.Zero)
            throw Refusal("the policy's jitter", Duration.Print(policy.Jitter), "none: a one-time job is due when it says", nameof(policy));
        if (policy.IsConditional)
            throw Refusal("the policy's conditional", PolicyOption.Yes, "none: a one-time job has no response before", nameof(policy));
        if (policy.ExpectEvery is { } expected)
            throw Refusal("the policy's expectEvery", Duration.Print(expected), "none: a one-time job succeeds once", nameof(policy));
    }

    private static ArgumentException Refusal(string what, string found, string expected, string parameter) =>
        new($"In {what}: found {TextError.Quote(found)}, expected {expected}.", parameter);
}
