namespace JobQueue.Jobs;

/// <summary>How far an attempt says that it is.</summary>
/// <param name="Percent">0 to 100.</param>
/// <param name="Message">A line for people; null for none.</param>
/// <param name="At">When it said so.</param>
internal sealed record RunProgress(int Percent, string? Message, DateTimeOffset At);
