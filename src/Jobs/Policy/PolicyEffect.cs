namespace JobQueue.Jobs.Policy;

/// <summary>Whether an option does what it says.</summary>
internal enum PolicyEffect
{
    /// <summary>It does.</summary>
    Full,

    /// <summary>Another value than the default is a warning.</summary>
    Ignored,
}
