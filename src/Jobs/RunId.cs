namespace JobQueue.Jobs;

/// <summary>Ids of jobs and runs: UUIDv7 (RFC 9562), in order of their making, to the millisecond.</summary>
internal static class RunId
{
    internal static string New(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();
}
