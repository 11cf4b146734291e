using System.CommandLine;
using JobQueue.Jobs.Store;

namespace JobQueue.Host.CommandLine;

/// <summary>
/// Where the keys are: in the ledger, as long as no server has it for itself, which in PostgreSQL none does; or behind the API of one that runs.
/// </summary>
internal sealed class KeyPlace
{
    private readonly Option<string> _store;
    private readonly Option<string> _server;
    private readonly Option<string> _key;

    internal KeyPlace(Verb verb)
    {
        _store = verb.With(Verb.Text("--store", "STORE", "The ledger: sqlite:PATH or postgres:CONNECTION-STRING. Default: JobQueue:Store, else sqlite:jobqueue.db in this folder"));
        _server = verb.With(
            Verb.Text("--server", "URL", "The server that runs on the ledger; JOBQUEUE_SERVER, else none").Filled());
        _key = verb.With(ApiOptions.Key());
    }

    /// <summary>Does it on the ledger or through the API, and shows what came of it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="ask">Does it through the API.</param>
    /// <param name="open">Does it on the ledger.</param>
    /// <param name="show">Shows the answer.</param>
    /// <param name="mayMake">Whether a ledger is made where there is none.</param>
    internal async Task<ExitCode> CallAsync(
        ParseResult parsed,
        Func<ApiClient, Task<ApiAnswer>> ask,
        Func<LedgerKeys, Task<ApiAnswer>> open,
        Action<ApiAnswer> show,
        bool mayMake = false)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (parsed.GetValue(_store) is null && ApiOptions.SaidServerOf(parsed.GetValue(_server)) is { } server)
            return await ApiVerb.CallAsync(server, parsed.GetValue(_key), error, async api => Show(await ask(api), show, error));
        if (FolderConfiguration.Store(parsed.GetValue(_store), out var fault) is not { } store)
            return error.Refuse(ExitCode.Configuration, ScreenText.Harmless(fault!));
        var missing = LedgerEngine.SqlitePath(store) is { } path && !File.Exists(path) ? Path.GetFullPath(path) : null;
        if (missing is not null && !mayMake)
        {
            return error.Refuse(
                ExitCode.Refused, $"there is no ledger {missing}; name it with --store, or the server that has it with --server");
        }

        try
        {
            await using var keys = LedgerKeys.Open(store);
            if (missing is not null)
                error.WriteLine($"jobqueue: made the ledger {missing}");
            return Show(await open(keys), show, error);
        }
        catch (LedgerException e) when (e.Holder is { } holder)
        {
            return error.Refuse(
                ExitCode.Refused,
                $"{LedgerEngine.SqlitePath(store)} is in use by the process with pid {holder}. Where that is a server, have it do this: add --server URL, and --key of an admin");
        }
        catch (Exception e) when (e is LedgerException or IOException or UnauthorizedAccessException)
        {
            return error.Refuse(ExitCode.Refused, ScreenText.Harmless(e.Message));
        }
    }

    private static ExitCode Show(ApiAnswer answer, Action<ApiAnswer> show, TextWriter error)
    {
        if (!answer.IsSuccess)
            return answer.Refuse(error);
        show(answer);
        return ExitCode.Done;
    }
}
