namespace JobQueue;

/// <summary>What happens to occurrences missed during a downtime.</summary>
public enum CatchUp
{
    /// <summary>They are recorded as missed.</summary>
    None,

    /// <summary>The last of them runs.</summary>
    Once,

    /// <summary>All of them run, up to a limit.</summary>
    All,
}
