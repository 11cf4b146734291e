namespace JobQueue.Jobs.Store;

/// <summary>The ledger cannot do its work: in use, too new, broken, full. The message says what to do.</summary>
internal sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it may work again when tried later: the disk is full, another program holds the file.</summary>
    public bool IsPassing { get; init; }

    /// <summary>The pid of the other process that has it, or <c>unknown</c>; null where that is not the reason.</summary>
    public string? Holder { get; init; }
}
