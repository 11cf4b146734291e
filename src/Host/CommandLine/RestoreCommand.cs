using System.CommandLine;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using JobQueue.Jobs.Store.Sqlite;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue restore</c>: a ledger from a backup.</summary>
internal static class RestoreCommand
{
    internal const string Name = "restore";

    internal static Verb Create()
    {
        var verb = new Verb(
            Name,
            "Make the ledger from a backup; no server may run on it",
            "jobqueue restore /var/backups/jobqueue-monday.db",
            "jobqueue restore copy.db --force --store sqlite:/var/lib/jobqueue/jobqueue.db");
        var file = LedgerPlace.File(verb, "A file that `jobqueue backup` made; it stays as it is");
        var force = verb.With(new Option<bool>("--force")
        {
            Description = "Where there is a ledger, keep it under another name and take its place",
        });
        var place = new LedgerPlace(verb);
        verb.SetAction(parsed => (int)place.Call(parsed, Advice, ledger =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var path = RealPath.Of(ledger);
            var aside = parsed.GetValue(force) ? FormattableString.Invariant($"{path}.{now:yyyyMMdd'T'HHmmss'Z'}") : null;
            var copy = LedgerBackup.Restore(parsed.GetRequiredValue(file), path, aside);
            parsed.InvocationConfiguration.Output.WriteLine($"{ledger}: {copy.Told()}");
            if (File.Exists(aside))
                parsed.InvocationConfiguration.Output.WriteLine($"{aside}: the ledger that was there");
        }));
        return verb;
    }

    private static string Advice(PostgresSettings store) =>
        $"the ledger is in PostgreSQL, whose own program restores it: stop all nodes, then pg_restore {store.ClientOptions} -n {store.Schema} --clean --if-exists -1 FILE";
}
