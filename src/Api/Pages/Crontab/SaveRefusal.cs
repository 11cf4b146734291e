namespace JobQueue.Api.Pages.Crontab;

/// <summary>Why a crontab was not saved.</summary>
internal enum SaveRefusal
{
    /// <summary>It has errors.</summary>
    Faults,

    /// <summary>The file has changed since it was opened.</summary>
    Changed,

    /// <summary>The file cannot be read or written.</summary>
    File,
}
