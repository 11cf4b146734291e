namespace JobQueue.Jobs.Store;

/// <summary>By what a recurring job is put in its place in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its name, else its request.</param>
/// <param name="Outcome">The state of its last run that was sent; null for none, and where it was not asked for.</param>
internal sealed record JobKey(string Id, string Label, RunState? Outcome);
