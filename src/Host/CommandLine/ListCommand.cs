using System.Text.Json;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue list</c>: the jobs.</summary>
internal static class ListCommand
{
    internal const string Name = "list";

    internal static Verb Create() =>
        new Listing(
            "jobs",
            [
                (Verb.Text("--state", "STATE", "active, paused, removed, scheduled, running or completed"), "state"),
                (Verb.Text("--queue", "QUEUE", "Jobs of this queue"), "queue"),
                (new("--query", "-q") { Description = "Jobs in which this text occurs", HelpName = "TEXT" }, "q"),
            ],
            [
                new("JOB", job => job.Text("name") ?? job.Text("id")),
                new("STATE", job => job.Text("state")),
                new("SCHEDULE", job => job.Text("kind") == "at" ? "at" : job.Text("schedule"), LeastWidth: 14),
                new("NEXT", job => InstantText.In(job.Text("timeZone"), job.Text("next"))),
                new("LAST", job => job.Field("last") is { } last ? last.Text("status") ?? last.Text("state") : null),
                new("REQUEST", DocumentText.Request, LeastWidth: 24),
            ])
        {
            BelowAsync = WaitsAsync,
            IsLeftOut = job => job.Text("state") == "removed",
        }.Create(new Verb(Name, "Show the jobs", "jobqueue list", "jobqueue list --state paused --output json"));

    private static async Task<Func<JsonElement, string?>> WaitsAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync("queues", cancellationToken);
        var paused = (answer.Document?.Field("items")?.Items() ?? []).Where(QueueCommand.IsPaused)
            .ToDictionary(queue => queue.Text("name") ?? "", queue => queue.Text("reason"));
        return job => job.Text("state") is "active" or "scheduled" && job.Text("queue") is { } queue && paused.TryGetValue(queue, out var reason)
            ? $"queue {queue} is paused{(reason is null ? "" : $": {reason}")}"
            : null;
    }
}
