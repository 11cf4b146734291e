using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using JobQueue.Api.Endpoints;
using JobQueue.Jobs.Policy;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue at</c>: a request once, at a time.</summary>
internal static class AtCommand
{
    internal const string Name = "at";

    private const string TooLarge =
        "the job is larger than 1 MiB as JSON, and the API takes no more; bytes of a file or of the input take 4/3 there";

    internal static Verb Create()
    {
        var verb = new Verb(
            Name,
            "Send a request once, at the time that SPEC says: as at(1) reads it, a phrase, or ISO 8601",
            "jobqueue at now + 5 minutes POST /backups",
            "jobqueue at next friday 09:00 -- POST /reports --json '{\"full\":true}' --retry 5 --name report");
        var words = verb.With(new Argument<string[]>("SPEC [--] REQUEST")
        {
            Description = "The time, then [METHOD] URI. SPEC ends at --, or at the first word that is a method or begins with / or http",
            Arity = ArgumentArity.OneOrMore,
        });
        words.Validators.Add(result =>
        {
            if (AtWords.Split([.. result.Tokens.Select(token => token.Value)], out var error) is null)
                result.AddError(error!);
        });
        var request = new AtRequest(verb);
        (Option<string> Option, string Json)[] fields =
        [
            (verb.With(Verb.Text("--user", "NAME", "Whom the request runs as. Default: anonymous")), "user"),
            (verb.With(Verb.Text("--requested-by", "TEXT", "Who asked for it; for people")), "requestedBy"),
            .. PolicyOptions.All.Where(policy => policy is { Option: not null, IsSwitch: false })
                .Select(policy => (verb.With(Verb.Text(policy.Option!, "VALUE", policy.Expected)), policy.Json)),
        ];
        var format = verb.With(OutputOption.Create());
        return verb.Calls(async (parsed, api, cancellationToken) =>
        {
            var split = AtWords.Split(parsed.GetRequiredValue(words), out _)!;
            if (request.Read(parsed, split, out var unreadable) is not { } replayed)
                return parsed.InvocationConfiguration.Error.Refuse(ExitCode.Refused, unreadable!);
            var job = new JsonObject { ["at"] = split.Spec, ["request"] = replayed };
            foreach (var (option, json) in fields.Where(field => parsed.GetValue(field.Option) is not null))
                job[json] = parsed.GetValue(option);
            if (JsonSerializer.SerializeToUtf8Bytes(job).Length > JsonBody.MostBytes)
                return parsed.InvocationConfiguration.Error.Refuse(ExitCode.Refused, TooLarge);
            var answer = await api.SendAsync(HttpMethod.Post, "jobs", job, cancellationToken);
            if (!answer.IsSuccess)
                return answer.Refuse(parsed.InvocationConfiguration.Error);
            if (answer.Document is not { } made || made.Text("id") is not { } id)
                throw new NotJobQueueException("found no id of a job");
            var isJson = parsed.GetValue(format) == OutputFormat.Json;
            parsed.InvocationConfiguration.Output.WriteLine(isJson ? made.Indented() : Text(made, id));
            return ExitCode.Done;
        });
    }

    // As at(1) does: "job 7 at Fri Apr  3 09:00:00 2026".
    private static string Text(JsonElement job, string id) =>
        $"job {id} at {InstantText.In(job.Text("timeZone"), job.Text("next") ?? job.Text("schedule"))}";
}
