namespace JobQueue;

/// <summary>What happens to a run that was in flight when the process died.</summary>
public enum OnCrash
{
    /// <summary>It is sent once more, with the same run id.</summary>
    Retry,

    /// <summary>It has failed.</summary>
    Never,
}
