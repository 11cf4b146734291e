using System.Text.Json;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue runs</c>: what ran, and what became of it.</summary>
internal static class RunsCommand
{
    internal const string Name = "runs";

    internal static Verb Create()
    {
        var job = Verb.Text("--job", "ID", "Runs of this job, by id or name");
        return new Listing(
            "runs",
            [
                (job, "job"),
                (Verb.Text("--state", "STATE", "scheduled, pending, running, succeeded, failed, timed_out ..."), "state"),
                (Verb.Text("--status", "STATUS", "The status of the last attempt; 0 is no response"), "status"),
                (Verb.Text("--since", "TIME", "Runs due at or after this instant (RFC 3339)"), "since"),
                (Verb.Text("--until", "TIME", "Runs due before this instant (RFC 3339)"), "until"),
                (new("--query", "-q") { Description = "Runs in which this text occurs", HelpName = "TEXT" }, "q"),
            ],
            [
                new("RUN", run => run.Text("id")),
                new("DUE", run => InstantText.In(null, run.Text("due"))),
                new("STATE", run => run.Text("state")),
                new("CODE", run => run.Text("status")),
                new("TOOK", run => DocumentText.Milliseconds(run.Text("durationMs"))),
                new("JOB", run => run.Text("jobName") ?? DocumentText.Request(run), LeastWidth: 10),
            ])
        {
            BelowAsync = (_, _) => Task.FromResult<Func<JsonElement, string?>>(run => run.Text("error")),
            Job = job,
        }.Create(new Verb(
            Name, "Show the runs, the newest first", "jobqueue runs --job weekly-report", "jobqueue runs --status 503 --limit 200"));
    }
}
