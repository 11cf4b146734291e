namespace JobQueue.Host.Tests;

/// <summary>A canned answer.</summary>
internal sealed record StubAnswer(int Status, string Body = "", string? Location = null, string? Type = null);
