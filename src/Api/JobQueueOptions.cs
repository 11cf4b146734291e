using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace JobQueue;

/// <summary>How JobQueue works in an app; section <c>JobQueue</c> of the configuration.</summary>
public sealed class JobQueueOptions
{
    /// <summary>Paths of crontabs, separated by <c>;</c>. Null: <c>jobs.crontab</c> in the working folder, if there is one.</summary>
    public string? Crontab { get; set; }

    /// <summary>
    /// The ledger: <c>sqlite:PATH</c>, or <c>postgres:CONNECTION-STRING</c> as Npgsql reads it. Default <c>sqlite:jobqueue.db</c>, in the working folder.
    /// </summary>
    [Required]
    public string Store { get; set; } = "sqlite:jobqueue.db";

    /// <summary>
    /// What people call this process among those that work on the ledger: letters, digits, ._-, at most 100. Null: the machine's name.
    /// </summary>
    [RegularExpression("^[0-9A-Za-z._-]{1,100}$", ErrorMessage = "JobQueue:Node: expected letters, digits, ._-, at most 100.")]
    public string? Node { get; set; }

    /// <summary>IANA zone of schedules that name none. Null: the machine's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Runs of a queue at the same time. 1 to 10,000; default 4 for each core.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; set; } = 4 * Environment.ProcessorCount;

    /// <summary>What single queues may do, by their names, in which case does not matter. Default: nothing is said of any.</summary>
    public IDictionary<string, QueueOptions> Queues { get; } = new Dictionary<string, QueueOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Overdue by at most this is late, and runs; older is missed. Default 5 minutes; zero to a day. Less than a second is a second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MissedAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many missed occurrences of a job with catch-up <c>all</c> run: the last ones. Default 100; 0 to 10,000.</summary>
    [Range(0, 10_000)]
    public int CatchUpLimit { get; set; } = 100;

    /// <summary>How long a stop waits for runs before it gives them up; they go again after the next start. Default 30 seconds; zero to a day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The largest body in bytes of a request that is answered later; larger ones get a 413. Default 1 MiB; 0 to 100 MiB.
    /// </summary>
    [Range(0, 100 * 1024 * 1024)]
    public int MaxRespondAsyncBody { get; set; } = 1024 * 1024;

    /// <summary>
    /// Bytes: where the disk of the ledger has less left, <c>/healthz</c> warns. Default 64 MiB; 0: it never does.
    /// </summary>
    [Range(typeof(long), "0", "9223372036854775807")]
    public long LowDiskBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How much history is kept, and when the rest goes; section <c>JobQueue:Retention</c>.</summary>
    [Required]
    [ValidateObjectMembers]
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>The mail server that results are mailed through; section <c>JobQueue:Mail</c>.</summary>
    [Required]
    public MailOptions Mail { get; set; } = new();

    /// <summary>Other servers, by the names that jobs call them by, in which case does not matter. Default none.</summary>
    public IDictionary<string, TargetOptions> Targets { get; } = new Dictionary<string, TargetOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether jobs that come through the API may name any http or https address of a public server. Default false: they go to the app
    /// itself and to <see cref="Targets"/>. Loopback, private, link-local and reserved addresses are never reached by them.
    /// </summary>
    public bool AllowFreeUrls { get; set; }

    /// <summary>
    /// Where other servers find JobQueue's endpoints, prefix included: <c>https://jobs.example.com/jobqueue</c>. Targets are then told
    /// where to report progress, and mail has links to runs and jobs. Null: they are not, and it has none.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Secrets, <c>whsec_</c> and Base64 of 24 to 64 bytes, of JobQueues elsewhere whose signed requests are runs here:
    /// <c>HttpContext.GetJobRun()</c> tells of them. Default none.
    /// </summary>
    public IList<string> TrustedSecrets { get; } = [];

    /// <summary>
    /// In an app: the authorization policy of those who may have a job run as any user, and say who asked for it. Null: nobody; a job runs as
    /// the caller, or as nobody.
    /// </summary>
    public string? AdminPolicy { get; set; }

    /// <summary>
    /// Whether admins may edit the crontabs on the pages. Default false. Who writes a crontab has requests sent to any address, and in the app
    /// as any user.
    /// </summary>
    public bool EditCrontab { get; set; }

    /// <summary>
    /// On Linux: whether a crontab is read that anyone may write, or that belongs to another user than root, the process's and who owns the
    /// program. Default false: it is refused. Mounts of Docker Desktop and WSL show every file so.
    /// </summary>
    public bool AllowWritableCrontab { get; set; }

    /// <summary>Stands in for a crontab where there is none.</summary>
    internal string? BuiltInCrontab { get; set; }

    /// <summary>Whether this is the host, which has keys instead of a policy.</summary>
    internal bool IsHost { get; set; }

    /// <summary>Where the host is told to listen, so that a bad address is refused before it listens there.</summary>
    internal IReadOnlyList<string> Addresses { get; set; } = [];

    // A file that is named twice is read once.
    internal IReadOnlyList<string> Crontabs =>
        [.. (Crontab ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).DistinctBy(Path.GetFullPath)];
}
