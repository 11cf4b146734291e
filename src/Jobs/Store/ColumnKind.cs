namespace JobQueue.Jobs.Store;

/// <summary>What a column holds.</summary>
internal enum ColumnKind
{
    Text,

    /// <summary>64 bits.</summary>
    Number,

    Bytes,
}
