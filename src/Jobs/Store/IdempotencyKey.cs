namespace JobQueue.Jobs.Store;

/// <summary>Under what a client adds a job, so that it can ask again without adding another.</summary>
/// <param name="Key">The client's own.</param>
/// <param name="Hash">SHA-256 of the request's body, in hex.</param>
internal sealed record IdempotencyKey(string Key, string Hash);
