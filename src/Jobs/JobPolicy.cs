namespace JobQueue;

/// <summary>What holds for a job beside its schedule and its request.</summary>
public sealed record JobPolicy
{
    /// <summary>The policy of a job that says nothing.</summary>
    public static JobPolicy Default { get; } = new();

    /// <summary>Identity of the job: letters, digits, <c>._-</c>, at most 100. Null: derived from the job's content.</summary>
    public string? Name { get; init; }

    /// <summary>IANA time zone of the schedule. Null: the machine's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Limit of the whole exchange, response body included. Default 5 minutes, at most 24 hours.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Statuses that count as success. Default <c>200-299,304</c>.</summary>
    public StatusSet Success { get; init; } = StatusSet.Parse("200-299,304");

    /// <summary>Further attempts after the first. 0 to 100, default 3.</summary>
    public int Retry { get; init; } = 3;

    /// <summary>Statuses that lead to a further attempt; consulted first. Default <c>0,408,425,429,500,502-504</c>.</summary>
    public StatusSet RetryOn { get; init; } = StatusSet.Parse("0,408,425,429,500,502-504");

    /// <summary>Statuses of the last attempt that remove the job. Default <c>410</c>.</summary>
    public StatusSet RemoveOn { get; init; } = StatusSet.Parse("410");

    /// <summary>Statuses of the last attempt that pause the job. Default none.</summary>
    public StatusSet PauseOn { get; init; } = StatusSet.None;

    /// <summary>What happens when the job is due while a run of it is not final. Default <see cref="Overlap.Skip"/>.</summary>
    public Overlap Overlap { get; init; }

    /// <summary>What happens to occurrences missed by more than <c>JobQueue:MissedAfter</c>. Default <see cref="CatchUp.None"/>.</summary>
    public CatchUp CatchUp { get; init; }

    /// <summary>What happens to a run that was in flight when the process died. Default <see cref="OnCrash.Retry"/>.</summary>
    public OnCrash OnCrash { get; init; }

    /// <summary>The named line the runs wait in. Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>
    /// Whether a run asks only for what has changed since the job's last good response (<c>If-None-Match</c>, <c>If-Modified-Since</c>;
    /// RFC 9110, 13.1). Default false.
    /// </summary>
    public bool IsConditional { get; init; }

    /// <summary>Rank in the queue, larger first. -100 to 100, default 0.</summary>
    public int Priority { get; init; }

    /// <summary>The most an occurrence is put off by; drawn once per job. Default zero, at most 24 hours.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Where results are mailed to: addresses with commas between them, at most 20. Null: no mail.</summary>
    public string? MailTo { get; init; }

    /// <summary>Whom the mail comes from: an address. Null: <c>JobQueue:Mail:From</c>.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Which results are mailed. Default failures and recoveries.</summary>
    public MailOn MailOn { get; init; } = MailOn.Failure | MailOn.Recovery;

    /// <summary>What is sent when a run of the job ends in failure, when it is overdue, and when it is well again. Null: nothing.</summary>
    public AlertRequest? OnFailure { get; init; }

    /// <summary>
    /// A recurring job that has not succeeded for so long is overdue, which is told once. From 1 minute to 366 days. Null: it is not watched.
    /// </summary>
    public TimeSpan? ExpectEvery { get; init; }

    /// <summary>Where a URI without scheme goes: a base URL or a configured target's name. Null: the app itself.</summary>
    public string? Target { get; init; }

    /// <summary>A line for people, at most 200 characters. Null: none.</summary>
    public string? Summary { get; init; }
}
