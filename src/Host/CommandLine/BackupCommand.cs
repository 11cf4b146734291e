using JobQueue.Jobs.Store.Postgres;
using JobQueue.Jobs.Store.Sqlite;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue backup</c>: a copy of the ledger, while a server works on it or not.</summary>
internal static class BackupCommand
{
    internal const string Name = "backup";

    internal static Verb Create()
    {
        var verb = new Verb(
            Name,
            "Copy the ledger into a file, as it is at one moment; a server may go on meanwhile",
            "jobqueue backup /var/backups/jobqueue-monday.db",
            "jobqueue backup copy.db --store sqlite:/var/lib/jobqueue/jobqueue.db");
        var file = LedgerPlace.File(verb, "The copy; there is no such file yet");
        var place = new LedgerPlace(verb);
        verb.SetAction(parsed => (int)place.Call(parsed, Advice, ledger =>
        {
            var path = parsed.GetRequiredValue(file);
            parsed.InvocationConfiguration.Output.WriteLine($"{path}: {LedgerBackup.Backup(ledger, path).Told()}");
        }));
        return verb;
    }

    private static string Advice(PostgresSettings store) =>
        $"the ledger is in PostgreSQL, whose own program copies it: pg_dump {store.ClientOptions} -n {store.Schema} -F c -f FILE";

    /// <summary>What is in it, on one line.</summary>
    internal static string Told(this LedgerCopy copy) =>
        FormattableString.Invariant($"{copy.Bytes} bytes, {copy.Runs} runs, {copy.Jobs} recurring jobs");
}
