namespace JobQueue.Host.CommandLine;

/// <summary>The server leads to another page, as one that asks people to sign in does: the message is its address.</summary>
internal sealed class SignInException(string message) : Exception(message);
