namespace JobQueue.Host.Tests;

/// <summary>What a <see cref="StubApi"/> was asked.</summary>
internal sealed record StubRequest(string Line, string Body, string Authorization);
