namespace JobQueue.Jobs.Clustering;

/// <summary>What one process of a cluster tells the others, once it is in the ledger.</summary>
/// <param name="What">One of the words below.</param>
/// <param name="Argument">What it is about; <see cref="All"/> where notices may have been lost.</param>
internal readonly record struct Notice(string What, string Argument)
{
    /// <summary>The argument that stands for any.</summary>
    internal const string All = "*";

    /// <summary>Runs of a queue may have become claimable.</summary>
    internal const string Wake = "wake";

    /// <summary>What waits for its time may do so no longer, or for another time.</summary>
    internal const string Alarm = "alarm";

    /// <summary>A run in flight is given up.</summary>
    internal const string Cancel = "cancel";

    /// <summary>What holds a queue back has changed.</summary>
    internal const string Queue = "queue";

    /// <summary>A recurring job has changed.</summary>
    internal const string Job = "job";

    /// <summary>Other crontabs are in force.</summary>
    internal const string Crontab = "crontab";

    /// <summary>Keys of the API have changed.</summary>
    internal const string Keys = "keys";

    /// <summary>Mail was entered.</summary>
    internal const string Mail = "mail";

    /// <summary>A run in flight was reported on at another process.</summary>
    internal const string Progress = "progress";

    /// <summary>Somebody waits for all to have taken the notices before this one.</summary>
    internal const string Settle = "settle";

    /// <summary>The answer to <see cref="Settle"/>.</summary>
    internal const string Settled = "settled";
}
