namespace JobQueue.Host.CommandLine;

/// <summary>A verb that does one thing to one job, run or queue.</summary>
/// <param name="Verb">The word on the command line.</param>
/// <param name="Description">What it does.</param>
/// <param name="Argument">What the word after it names.</param>
/// <param name="Method">The call's method.</param>
/// <param name="Path">The call's path below <c>/api/</c>, with the id for <c>{0}</c>.</param>
/// <param name="Done">What is printed, given the id and the answer.</param>
internal sealed record JobAction(
    string Verb, string Description, string Argument, HttpMethod Method, string Path, Func<string, ApiAnswer, string> Done)
{
    internal static readonly JobAction Run = new(
        "run", "Run a job now, whatever its schedule", "ID", HttpMethod.Post, "jobs/{0}/run",
        (id, answer) => RunOf(answer) is { } run ? $"run {run} of {id}" : $"asked for a run of {id}");

    internal static readonly JobAction Pause = new(
        "pause", "Hold a job back until it is resumed", "ID", HttpMethod.Post, "jobs/{0}/pause", (id, _) => $"paused {id}");

    internal static readonly JobAction Resume = new(
        "resume", "Let a paused or removed job run again", "ID", HttpMethod.Post, "jobs/{0}/resume", (id, _) => $"resumed {id}");

    internal static readonly JobAction Remove = new(
        "rm", "Remove a job; its runs stay readable", "ID", HttpMethod.Delete, "jobs/{0}", (id, _) => $"removed {id}");

    internal static readonly JobAction Cancel = new(
        "cancel", "Cancel a run that waits or is under way", "RUN", HttpMethod.Post, "runs/{0}/cancel", (id, _) => $"cancelled {id}");

    internal static readonly JobAction Replay = new(
        "replay", "Send the request of a run that has ended once more, as a new job", "RUN", HttpMethod.Post, "runs/{0}/replay",
        (id, answer) => $"job {answer.Document?.Text("id")} replays {id}");

    internal static readonly JobAction PauseQueue = new(
        "pause", "Send nothing of a queue until it is resumed", "NAME", HttpMethod.Post, "queues/{0}/pause", (name, _) => $"paused queue {name}")
    {
        Of = QueueCommand.Name,
    };

    internal static readonly JobAction ResumeQueue = new(
        "resume", "Let a queue go on, whatever holds it back", "NAME", HttpMethod.Post, "queues/{0}/resume", (name, _) => $"resumed queue {name}")
    {
        Of = QueueCommand.Name,
    };

    /// <summary>The verb that it is below; null for none.</summary>
    public string? Of { get; init; }

    /// <summary>Those that are verbs of their own.</summary>
    internal static readonly IReadOnlyList<JobAction> All = [Run, Pause, Resume, Remove, Cancel, Replay];

    // The answer is the run, or names it.
    private static string? RunOf(ApiAnswer answer) =>
        answer.Document?.Text("runId")
        ?? (answer.Document?.Field("due") is not null ? answer.Document?.Text("id") : null)
        ?? answer.Location?.OriginalString.Split('/')[^1];
}
