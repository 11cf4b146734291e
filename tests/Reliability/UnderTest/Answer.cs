namespace JobQueue.Reliability.UnderTest;

/// <summary>What a POST of a job was answered with.</summary>
/// <param name="Status">0: no answer.</param>
/// <param name="Id">The job's; null where there is none.</param>
/// <param name="MediaType">Of the answer.</param>
/// <param name="Sent">Not after it was sent.</param>
/// <param name="At">Not before it was answered.</param>
internal sealed record Answer(int Status, string? Id, string? MediaType, DateTimeOffset Sent, DateTimeOffset At)
{
    internal bool IsAcknowledged => Status is 200 or 201;
}
