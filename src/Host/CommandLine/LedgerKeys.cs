using System.Text.Json;
using System.Text.Json.Nodes;
using JobQueue.Api.Endpoints;
using JobQueue.Api.Keys;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace JobQueue.Host.CommandLine;

/// <summary>The keys of a ledger, with the answers that a server would give.</summary>
internal sealed class LedgerKeys : IAsyncDisposable
{
    private readonly Ledger _ledger;
    private readonly Keyring _keyring;

    private LedgerKeys(Ledger ledger) =>
        (_ledger, _keyring) = (ledger, new Keyring(ledger, Options.Create(new KeyringOptions()), TimeProvider.System));

    /// <summary>What <c>serve</c> would take where no store is said.</summary>
    internal static string ConfiguredStore(IConfiguration configuration) => configuration["JobQueue:Store"] ?? new JobQueueOptions().Store;

    /// <exception cref="LedgerException">It cannot be opened.</exception>
    internal static LedgerKeys Open(string store) => new(new Ledger(LedgerEngine.Open(store), NullLogger.Instance));

    internal async Task<ApiAnswer> AddAsync(string name, Role role)
    {
        await _keyring.LoadAsync();
        if (!_keyring.Takes(role) && !FolderConfiguration.HasKeys())
            return Refused(StatusCodes.Status409Conflict, Keyring.FirstIsAdmins);
        return await _keyring.AddAsync(name, role, KeyName.Local) is { } key
            ? new ApiAnswer { Status = StatusCodes.Status201Created, Document = Element(new JsonObject { ["key"] = key.Text }) }
            : Refused(StatusCodes.Status409Conflict, $"There is a key \"{name}\" already; revoke it first, or choose another name");
    }

    internal async Task<ApiAnswer> ListAsync()
    {
        await _keyring.LoadAsync();
        var items = new JsonArray([.. _keyring.All.Select(KeyEndpoints.Document)]);
        return new ApiAnswer { Status = StatusCodes.Status200OK, Document = Element(new JsonObject { ["items"] = items, ["next"] = null }) };
    }

    internal async Task<ApiAnswer> RevokeAsync(string name) => await _keyring.RevokeAsync(name, KeyName.Local) == CommandResult.Done
        ? new ApiAnswer { Status = StatusCodes.Status204NoContent }
        : Refused(StatusCodes.Status400BadRequest, $"There is no key \"{name}\" in this ledger; see `jobqueue key list`");

    public async ValueTask DisposeAsync()
    {
        _keyring.Dispose();
        await _ledger.DisposeAsync();
    }

    private static ApiAnswer Refused(int status, string detail) =>
        new() { Status = status, Document = Element(new JsonObject { ["detail"] = detail }) };

    private static JsonElement Element(JsonObject document) => JsonSerializer.SerializeToElement(document);
}
