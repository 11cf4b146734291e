using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary>Verbs that talk to the API.</summary>
internal static class ApiVerb
{
    /// <summary>Gives the verb its action and the options of the server; a server that does not answer ends it.</summary>
    internal static Verb Calls(this Verb verb, Func<ParseResult, ApiClient, CancellationToken, Task<ExitCode>> action)
    {
        var server = verb.With(ApiOptions.Server());
        var key = verb.With(ApiOptions.Key());
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var said = ApiOptions.ServerOf(parsed.GetValue(server));
            var error = parsed.InvocationConfiguration.Error;
            if (ApiOptions.Address(said) is not { } address)
                return (int)error.Refuse(ExitCode.Usage, $"--server: found \"{said}\", expected a URL like http://127.0.0.1:7070");
            using var api = new ApiClient(address, ApiOptions.KeyOf(parsed.GetValue(key)));
            try
            {
                return (int)await action(parsed, api, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
            {
                return (int)error.Refuse(ExitCode.Unreachable, $"cannot reach {said} ({Reason(e)}); start it with `jobqueue serve`");
            }
        });
        return verb;
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
