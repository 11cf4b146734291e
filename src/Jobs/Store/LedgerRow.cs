namespace JobQueue.Jobs.Store;

/// <summary>The row a statement stands on; columns from 0.</summary>
internal abstract class LedgerRow
{
    internal abstract bool IsNull(int column);

    /// <summary>A column that is not null.</summary>
    internal abstract string String(int column);

    /// <summary>A number; of a truth 1 or 0.</summary>
    internal abstract long Int64(int column);

    /// <summary>A copy of a column's bytes; empty where it is null.</summary>
    internal abstract ReadOnlyMemory<byte> Bytes(int column);

    /// <summary>A column as a string, a long, or null.</summary>
    internal abstract object? Value(int column);

    internal int Int32(int column) => checked((int)Int64(column));

    internal string? Text(int column) => IsNull(column) ? null : String(column);

    internal int? Number(int column) => IsNull(column) ? null : Int32(column);

    internal DateTimeOffset? Instant(int column) => IsNull(column) ? null : InstantText.Parse(String(column));

    /// <summary>The columns user, method, uri, headers, body, from <paramref name="first"/> on.</summary>
    internal JobRequest Request(int first) => new()
    {
        User = Text(first),
        Method = String(first + 1),
        Uri = String(first + 2),
        Headers = HeaderText.Parse(Text(first + 3)),
        Body = Bytes(first + 4),
    };
}
