namespace JobQueue.Host.CommandLine;

/// <summary>The server is somewhere else: the message is its address there.</summary>
internal sealed class RedirectException(string message) : Exception(message);
