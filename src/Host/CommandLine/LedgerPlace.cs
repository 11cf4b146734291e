using System.CommandLine;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;

namespace JobQueue.Host.CommandLine;

/// <summary>The ledger that a verb works on itself, and its refusals.</summary>
internal sealed class LedgerPlace
{
    private readonly Option<string> _store;

    internal LedgerPlace(Verb verb) => _store = verb.With(
        Verb.Text("--store", "STORE", "The ledger: sqlite:PATH. Default: JobQueue:Store, else sqlite:jobqueue.db in this folder"));

    /// <summary>A file that is one: not the standard input or output.</summary>
    internal static Argument<string> File(Verb verb, string description)
    {
        var file = verb.With(new Argument<string>("FILE") { Description = description });
        file.Validators.Add(result =>
        {
            if (result.Tokens.SingleOrDefault()?.Value is "-" or "")
                result.AddError("found no file's name, expected one: a backup is checked where it lies");
        });
        return file;
    }

    /// <summary>Does it with the ledger's path.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="advice">What to do instead where the ledger is in PostgreSQL.</param>
    /// <param name="work">Given the path.</param>
    internal ExitCode Call(ParseResult parsed, Func<PostgresSettings, string> advice, Action<string> work)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (FolderConfiguration.Store(parsed.GetValue(_store), out var fault) is not { } store)
            return error.Refuse(ExitCode.Configuration, ScreenText.Harmless(fault!));
        if (LedgerEngine.SqlitePath(store) is not { } path)
            return error.Refuse(ExitCode.Usage, ScreenText.Harmless(advice(PostgresSettings.Read(LedgerEngine.PostgresConnection(store)!))));
        return Try(error, path, () => work(path));
    }

    /// <summary>Does it with a ledger in a file, or says why it cannot be done.</summary>
    internal static ExitCode Try(TextWriter error, string path, Action work)
    {
        try
        {
            work();
            return ExitCode.Done;
        }
        catch (LedgerException e) when (e.Holder is { } holder)
        {
            return error.Refuse(ExitCode.Refused, $"{path} is in use by the process with pid {holder}. Stop that one first");
        }
        catch (Exception e) when (e is LedgerException or IOException or UnauthorizedAccessException)
        {
            return error.Refuse(ExitCode.Refused, ScreenText.Harmless(e.Message));
        }
    }
}
