namespace JobQueue.Scheduler.Loading;

/// <summary>A job that a load changed.</summary>
/// <param name="Kind">added, changed or gone.</param>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its name, else its request.</param>
/// <param name="Source">The crontab in which its line stands, or stood.</param>
/// <param name="Line">Its line there.</param>
internal sealed record ChangedJob(string Kind, string Id, string Label, string Source, int? Line);
