namespace JobQueue.Jobs.Store;

/// <summary>What came of adding a job.</summary>
internal enum Added
{
    New,

    /// <summary>The same key and body have added a job before.</summary>
    Before,

    /// <summary>The key has added a job with another body.</summary>
    KeyTaken,

    /// <summary>Another job that is not done, or a line of a crontab, has the name.</summary>
    NameTaken,
}
