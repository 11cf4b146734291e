namespace JobQueue.Jobs.Sending;

/// <summary>A connection was not made because its address is refused; carried through the HTTP client as its cause.</summary>
internal sealed class RefusedAddressException(string message) : IOException(message);
