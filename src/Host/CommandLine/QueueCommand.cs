using System.Text.Json;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue queue</c>: the named lines of runs.</summary>
internal static class QueueCommand
{
    internal const string Name = "queue";

    private static readonly Column<JsonElement>[] Columns =
    [
        new("QUEUE", queue => queue.Text("name"), LeastWidth: 8),
        new("STATE", queue => IsPaused(queue) ? "paused" : "active"),
        new("RUNNING", queue => $"{queue.Text("running")} of {queue.Text("concurrency")}"),
        new("WAITING", queue => queue.Text("pending")),
        new("RATE", queue => queue.Text("rate")),
        new("NOT BEFORE", queue => InstantText.In(null, queue.Text("notBefore"))),
        new("REASON", queue => queue.Text("reason"), LeastWidth: 14),
    ];

    internal static Verb Create()
    {
        var verb = new Verb(
            Name, "Show, pause and resume queues", "jobqueue queue list", "jobqueue queue pause mail --reason \"the mail server is down\"");
        verb.Add(List());
        verb.Add(ActionCommand.Create(JobAction.PauseQueue));
        verb.Add(ActionCommand.Create(JobAction.ResumeQueue));
        return verb;
    }

    internal static bool IsPaused(JsonElement queue) => queue.Field("paused")?.ValueKind == JsonValueKind.True;

    private static Verb List()
    {
        var verb = new Verb("list", "Show the queues, and what holds them back", "jobqueue queue list", "jobqueue queue list --output json");
        var format = verb.With(OutputOption.Create());
        return verb.Calls(async (parsed, api, cancellationToken) =>
        {
            var answer = await api.GetAsync("queues", cancellationToken);
            if (answer is not { IsSuccess: true, Document: { } document })
                return answer.Refuse(parsed.InvocationConfiguration.Error);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(format) == OutputFormat.Json)
                output.WriteLine(document.Indented());
            else
                Table.Print([.. document.Field("items")?.Items() ?? []], Columns, output);
            return ExitCode.Done;
        });
    }
}
