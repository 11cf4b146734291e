using Microsoft.Data.Sqlite;
using Quartz;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>Files of SQLite in a temporary folder.</summary>
internal sealed class SqliteTrial : ITrial
{
    private const int FullSynchronous = 2;

    private readonly TempFolder _folder = new();

    public string Name => _folder.Path;

    public string Store => $"sqlite:{File}";

    public IBareLedger OpenBare() => new BareLedger(File);

    public void Keep(IPersistentStoreBuilder store)
    {
        var source = $"Data Source={_folder.File("quartz.db")}";
        UseWriteAheadLog(source);
        store.UseSqlite(SqliteFactory.Instance, source).ProvisionSchema();
    }

    private string File => _folder.File("ledger.db");

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // Quartz sets no PRAGMA. The journal's mode stays with the file; synchronous is FULL unless a connection says otherwise.
    private static void UseWriteAheadLog(string source)
    {
        using var connection = new SqliteConnection(source);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
        command.CommandText = "PRAGMA synchronous";
        if (command.ExecuteScalar() is not (long)FullSynchronous)
            throw new InvalidOperationException("this SQLite does not write synchronously by default; the comparison would not be fair");
    }
}
