namespace JobQueue;

/// <summary>How far a run says that it is.</summary>
/// <param name="Percent">0 to 100.</param>
/// <param name="Message">A line for people of at most 200 characters; null for none.</param>
public sealed record JobProgress(int Percent, string? Message);
