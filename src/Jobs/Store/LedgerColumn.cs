namespace JobQueue.Jobs.Store;

/// <summary>A column as its rows are moved.</summary>
internal readonly record struct LedgerColumn(string Name, ColumnKind Kind)
{
    /// <summary>As SQL names it: <c>user</c> is a word of PostgreSQL.</summary>
    internal string Quoted => $"\"{Name}\"";
}
