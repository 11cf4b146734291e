namespace JobQueue.Jobs.Store;

/// <summary>The ledger cannot do its work: in use, too new, broken, full. The message says what to do.</summary>
internal sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it may work again when tried later: the disk is full, another program holds the file.</summary>
    public bool IsPassing { get; init; }

    /// <summary>Whether it is not known what becomes of what was to be written: it may be on disk, or be so later, or never.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>The pid of the other process that has it, or <c>unknown</c>; null where that is not the reason.</summary>
    public string? Holder { get; init; }
}
