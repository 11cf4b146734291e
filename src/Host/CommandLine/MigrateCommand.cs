using System.CommandLine;
using JobQueue.Jobs.Store;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue migrate</c>: a ledger from SQLite to PostgreSQL, or back.</summary>
internal static class MigrateCommand
{
    internal const string Name = "migrate";

    internal static Verb Create()
    {
        var verb = new Verb(
            Name,
            "Move the ledger from SQLite to PostgreSQL, or back: whole or not at all. No server may run on either",
            "jobqueue migrate --from sqlite:jobqueue.db --to \"postgres:Host=db;Username=jobqueue;Database=jobs\"");
        var from = verb.With(Store("--from", "The ledger, sqlite:PATH or postgres:CONNECTION-STRING; it stays as it is"));
        var to = verb.With(Store("--to", "Where it goes: a store of the other kind, without jobs and runs"));
        verb.SetAction(parsed => (int)Move(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), parsed.InvocationConfiguration));
        return verb;
    }

    private static Option<string> Store(string name, string description)
    {
        var option = Verb.Text(name, "STORE", description);
        option.Required = true;
        return option;
    }

    private static ExitCode Move(string from, string to, InvocationConfiguration streams)
    {
        foreach (var (option, store) in new[] { ("--from", from), ("--to", to) })
            if (LedgerEngine.Fault(store) is { } fault)
                return streams.Error.Refuse(ExitCode.Configuration, $"{option}: {ScreenText.Harmless(fault)}");
        var (file, there) = (LedgerEngine.SqlitePath(from), LedgerEngine.SqlitePath(to));
        if (file is not null && there is not null)
            return streams.Error.Refuse(ExitCode.Usage, "both are in SQLite: `jobqueue backup` and `jobqueue restore` copy such a ledger");
        if ((file ?? there) is not { } path)
            return streams.Error.Refuse(ExitCode.Usage, "both are in PostgreSQL: pg_dump -n jobqueue and pg_restore copy such a ledger");
        return LedgerPlace.Try(streams.Error, path, () =>
        {
            using var progress = new MoveProgress(Console.IsErrorRedirected ? TextWriter.Null : streams.Error);
            using var source = LedgerTables.OpenSource(from);
            using var target = LedgerTables.OpenTarget(to);
            var moved = LedgerMove.Move(source, target, progress.Note);
            progress.Dispose();
            streams.Output.WriteLine(FormattableString.Invariant($"{target.Name}: {moved.Runs} runs, {moved.Jobs} recurring jobs, {moved.Rows} rows in all"));
            streams.Output.WriteLine($"{source.Name}: stays as it was, and is not needed any more. Run no server on it: what is due would be sent twice");
        });
    }
}
