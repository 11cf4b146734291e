namespace JobQueue.Jobs.Mailing;

/// <summary>A job that is to succeed within a time.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; null for none.</param>
/// <param name="Expectation">When it is overdue.</param>
internal sealed record WatchedJob(string Id, string? Name, Expectation Expectation);
