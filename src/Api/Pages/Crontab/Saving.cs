namespace JobQueue.Api.Pages.Crontab;

/// <summary>What came of saving a crontab.</summary>
internal sealed record Saving
{
    /// <summary>Null: it was saved.</summary>
    public SaveRefusal? Refusal { get; init; }

    /// <summary>What is wrong with the text, and doubtful.</summary>
    public CrontabCheck? Check { get; init; }

    /// <summary>What is on the disk instead of what was opened.</summary>
    public OpenCrontab? Found { get; init; }

    /// <summary>Why the file cannot be read or written.</summary>
    public string? Fault { get; init; }
}
