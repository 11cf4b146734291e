namespace JobQueue.Jobs.Store;

/// <summary>A statement, prepared once on a connection. Its values have the same names in the same order at every execution.</summary>
internal abstract class LedgerStatement : IDisposable
{
    /// <summary>Runs it to its end; the number of rows it changed.</summary>
    internal abstract int Execute(ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>Runs it until <paramref name="row"/> says that it needs no more rows.</summary>
    internal abstract void Read(ReadOnlySpan<(string Name, object? Value)> values, Func<LedgerRow, bool> row);

    public abstract void Dispose();
}
