using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Store;

/// <summary>Columns that may be null, and those that make a request.</summary>
internal static class RowReading
{
    internal static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static int? Number(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    internal static DateTimeOffset? Instant(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : InstantText.Parse(row.GetString(column));

    internal static ReadOnlyMemory<byte> Bytes(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? default : row.GetFieldValue<byte[]>(column);

    /// <summary>The columns user, method, uri, headers, body, from <paramref name="first"/> on.</summary>
    internal static JobRequest Request(this SqliteDataReader row, int first) => new()
    {
        User = row.Text(first),
        Method = row.GetString(first + 1),
        Uri = row.GetString(first + 2),
        Headers = HeaderText.Parse(row.Text(first + 3)),
        Body = row.Bytes(first + 4),
    };
}
