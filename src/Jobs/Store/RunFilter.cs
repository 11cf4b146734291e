namespace JobQueue.Jobs.Store;

/// <summary>Which runs; null is any.</summary>
internal sealed record RunFilter
{
    /// <summary>What <see cref="IsStatus"/> takes.</summary>
    internal const string Statuses = "0, or 100 to 999";

    // HttpClient takes codes of three digits, whether or not RFC 9110 knows their class.
    private const int LeastStatus = 100;
    private const int MostStatus = 999;

    /// <summary>Id or name of a job.</summary>
    public string? Job { get; init; }

    public RunState? State { get; init; }

    public int? Status { get; init; }

    /// <summary>Due at or after this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Due before this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Part of name, URI or error, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a run can have this status.</summary>
    internal static bool IsStatus(int status) => status is 0 or (>= LeastStatus and <= MostStatus);
}
