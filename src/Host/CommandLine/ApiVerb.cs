using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary>Verbs that talk to the API.</summary>
internal static class ApiVerb
{
    /// <summary>Gives the verb its action and the options of the server; a server that does not answer ends it.</summary>
    internal static Verb Calls(this Verb verb, Func<ParseResult, ApiClient, CancellationToken, Task<ExitCode>> action)
    {
        var server = verb.With(ApiOptions.Server().Filled());
        var key = verb.With(ApiOptions.Key());
        verb.SetAction(async (parsed, cancellationToken) => (int)await CallAsync(
            ApiOptions.ServerOf(parsed.GetValue(server)), parsed.GetValue(key), parsed.InvocationConfiguration.Error,
            api => action(parsed, api, cancellationToken)));
        return verb;
    }

    /// <summary>Calls a server, with a key or else that of the environment; where it does not answer, says so.</summary>
    internal static async Task<ExitCode> CallAsync(string server, string? key, TextWriter error, Func<ApiClient, Task<ExitCode>> action)
    {
        if (ApiOptions.Address(server) is not { } address)
            return error.Refuse(ExitCode.Usage, $"--server: found \"{server}\", expected a URL like http://127.0.0.1:7070");
        var token = ApiOptions.KeyOf(key);
        if (token?.AsSpan().ContainsAnyExceptInRange('!', '~') == true)
            return error.Refuse(ExitCode.Usage, "the key has other characters than the visible ones of ASCII");
        using var api = new ApiClient(address, token);
        try
        {
            return await action(api);
        }
        catch (RedirectException e)
        {
            return error.Refuse(ExitCode.Unreachable, ScreenText.Harmless($"{server} redirects to {e.Message}; name that one with --server"));
        }
        catch (SignInException e)
        {
            return error.Refuse(ExitCode.Unreachable, ScreenText.Harmless(
                $"{server} leads to {e.Message}, as where people sign in; pass a key with --key or JOBQUEUE_KEY, for an app a bearer token that its policy takes"));
        }
        catch (NotJobQueueException e)
        {
            return error.Refuse(ExitCode.Unreachable, ScreenText.Harmless($"what answers at {server} is not JobQueue: {e.Message}"));
        }
        catch (IOException e)
        {
            return StandardStreams.Refuse(error, e);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return error.Refuse(ExitCode.Unreachable, $"cannot reach {server} ({Reason(e)}); start it with `jobqueue serve`");
        }
    }

    /// <summary>One line that says what is wrong, and the code to end with.</summary>
    internal static ExitCode Refuse(this TextWriter error, ExitCode code, string message)
    {
        error.WriteLine($"jobqueue: {message}");
        return code;
    }

    private static string Reason(Exception e) =>
        e is HttpRequestException { InnerException: { } inner } ? inner.Message
        : e is HttpRequestException ? e.Message
        : "no answer in time";
}
