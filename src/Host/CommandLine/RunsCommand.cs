namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue runs</c>: what ran, and what became of it.</summary>
internal static class RunsCommand
{
    internal static Verb Create() =>
        new Listing(
            "runs",
            [
                (new("--job") { Description = "Runs of this job, by id or name", HelpName = "ID" }, "job"),
                (new("--state") { Description = "scheduled, pending, running, succeeded, failed, timed_out ...", HelpName = "STATE" }, "state"),
                (new("--status") { Description = "The status of the last attempt; 0 is no response", HelpName = "STATUS" }, "status"),
                (new("--since") { Description = "Runs due at or after this instant (RFC 3339)", HelpName = "TIME" }, "since"),
                (new("--until") { Description = "Runs due before this instant (RFC 3339)", HelpName = "TIME" }, "until"),
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
            .Create(new Verb("runs", "Show the runs, the newest first", "jobqueue runs --job weekly-report", "jobqueue runs --status 503 --limit 200"));
}
