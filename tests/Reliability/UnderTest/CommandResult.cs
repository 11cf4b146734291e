namespace JobQueue.Reliability.UnderTest;

/// <summary>What a command that has ended printed and said.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);
