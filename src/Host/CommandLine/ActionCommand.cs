using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace JobQueue.Host.CommandLine;

/// <summary>The verbs of <see cref="JobAction"/>.</summary>
internal static class ActionCommand
{
    // An example of each, and what it is.
    private static readonly Dictionary<string, (string Example, string Description)> Arguments = new()
    {
        ["ID"] = ("weekly-report", "The id or the name of a job"),
        ["RUN"] = ("0198c0de-0000-7000-8000-000000000001", "The id of a run"),
        ["NAME"] = ("mail", "The name of a queue"),
    };

    internal static Verb Create(JobAction action)
    {
        var (example, description) = Arguments[action.Argument];
        var words = action.Of is { } parent ? $"{parent} {action.Verb}" : action.Verb;
        var verb = new Verb(action.Verb, action.Description, $"jobqueue {words} {example} --reason \"asked for by accounting\"");
        var id = verb.With(new Argument<string>(action.Argument) { Description = description }.Filled());
        var reason = verb.With(new Option<string>("--reason") { Description = "Why; kept with the event", HelpName = "TEXT" });
        return verb.Calls(async (parsed, api, cancellationToken) =>
        {
            var named = parsed.GetRequiredValue(id);
            var path = string.Format(CultureInfo.InvariantCulture, action.Path, Uri.EscapeDataString(named));
            var answer = await SendAsync(api, action.Method, path, parsed.GetValue(reason), cancellationToken);
            if (!answer.IsSuccess)
                return answer.Refuse(parsed.InvocationConfiguration.Error);
            parsed.InvocationConfiguration.Output.WriteLine(action.Done(named, answer));
            return ExitCode.Done;
        });
    }

    // RFC 9110: the content of a DELETE has no meaning, so its reason is in the query.
    private static Task<ApiAnswer> SendAsync(
        ApiClient api, HttpMethod method, string path, string? reason, CancellationToken cancellationToken) =>
        reason is null ? api.SendAsync(method, path, null, cancellationToken)
        : method == HttpMethod.Delete ? api.SendAsync(method, $"{path}?reason={Uri.EscapeDataString(reason)}", null, cancellationToken)
        : api.SendAsync(method, path, new JsonObject { ["reason"] = reason }, cancellationToken);
}
