namespace JobQueue.Host.CommandLine;

/// <summary>What answers is not JobQueue. The message says what was found.</summary>
internal sealed class NotJobQueueException(string message) : Exception(message);
