using System.Collections.Concurrent;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Keys;

/// <summary>
/// The keys in force: those of the configuration, and those of the ledger. Where other processes write the ledger, too, they are read anew: when
/// one of them says so, when a key is unknown, and else every few seconds.
/// </summary>
internal sealed class Keyring(Ledger ledger, IOptions<KeyringOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(1);

    /// <summary>How old what is known of a key may be, of a ledger that others write.</summary>
    internal static readonly TimeSpan Known = TimeSpan.FromSeconds(5);

    /// <summary>As <see cref="Known"/>, before a key is said to be unknown.</summary>
    internal static readonly TimeSpan Unknown = TimeSpan.FromSeconds(1);

    // Who calls while the ledger does not answer goes on with what is known.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // What a key of an unknown id is compared with, so that it takes the time of a known one.
    private static readonly string Nobodys = new('0', ApiKey.HashCharacters);

    /// <summary>Why <see cref="Takes"/> is false.</summary>
    internal const string FirstIsAdmins = "The first key is to be an admin's, who makes the others: from then on nobody comes in without one.";

    private readonly ConcurrentDictionary<string, KeyRow> _keys = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lock _lookGate = new();
    private volatile bool _isNeeded;
    private long _looked = time.GetTimestamp();
    private Task _look = Task.CompletedTask;

    /// <summary>Whether nobody comes in without a key: from the first one on, to the end of the process.</summary>
    internal bool IsNeeded => _isNeeded;

    /// <summary>Every key, by name.</summary>
    internal IReadOnlyList<KeyRow> All => [.. _keys.Values.OrderBy(key => key.Name, StringComparer.Ordinal)];

    /// <summary>
    /// Takes up the keys, as often as it is called, and lets go of those that are not in the ledger any more. One of the ledger with the name or the
    /// id of a configured one does not open.
    /// </summary>
    internal async Task LoadAsync()
    {
        await _gate.WaitAsync();
        try
        {
            var keys = new Dictionary<string, KeyRow>(StringComparer.Ordinal);
            foreach (var (name, key) in options.Value.Keys)
                if (KeyHash.Parse(key.Hash) is { } hash)
                    keys[hash.PublicId] = new KeyRow { Name = name, Role = Word.Parse<Role>(key.Role), PublicId = hash.PublicId, Hash = hash.Hash };
            foreach (var key in await ledger.ReadAsync(KeyRows.All))
                if (!options.Value.Keys.ContainsKey(key.Name))
                    keys.TryAdd(key.PublicId, key);
            foreach (var gone in _keys.Keys.Where(id => !keys.ContainsKey(id)))
                _keys.TryRemove(gone, out _);
            foreach (var key in keys.Values)
                _keys.AddOrUpdate(key.PublicId, key, (_, known) => key with { LastUsed = Later(known.LastUsed, key.LastUsed) });
            _isNeeded |= !_keys.IsEmpty;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends when what is known is not older than this; at once where nobody else writes the ledger.</summary>
    internal async ValueTask RefreshAsync(TimeSpan age)
    {
        if (ledger.File is not null)
            return;
        Task look;
        lock (_lookGate)
        {
            if (_look.IsCompleted && time.GetElapsedTime(_looked) >= age)
            {
                _looked = time.GetTimestamp();
                _look = Task.Run(LoadAsync);
            }

            look = _look;
        }

        if (look.IsCompletedSuccessfully)
            return;
        try
        {
            await look.WaitAsync(Patience, time);
        }
        catch (Exception e) when (e is LedgerException or TimeoutException)
        {
            // It is asked again.
        }
    }

    /// <summary>The key that the text is; null for one that is not in force.</summary>
    internal KeyRow? Find(string text)
    {
        if (!ApiKey.TryParse(text, out var key))
            return null;
        var known = _keys.GetValueOrDefault(key.PublicId);
        return key.Is(known?.Hash ?? Nobodys) && known is not null ? Noted(known) : null;
    }

    /// <summary>The key of a session; null when it is not in force any more.</summary>
    internal KeyRow? FindById(string publicId) => _keys.GetValueOrDefault(publicId) is { } known ? Noted(known) : null;

    /// <summary>Whether a key of this role may be made now: the first one shuts out everybody else, and has to let in who makes another.</summary>
    internal bool Takes(Role role) => IsNeeded || role == Role.Admin;

    /// <summary>Makes a key; null when another has its name.</summary>
    internal async Task<ApiKey?> AddAsync(string name, Role role, string? who)
    {
        await _gate.WaitAsync();
        try
        {
            var (key, now) = (ApiKey.New(), time.GetUtcNow());
            var row = new KeyRow { Name = name, Role = role, PublicId = key.PublicId, Hash = key.Hash(), Created = now };
            if (options.Value.Keys.ContainsKey(name) || !await ledger.WriteAsync(connection => KeyRows.Add(connection, row, who, now)))
                return null;
            _keys[key.PublicId] = row;
            _isNeeded = true;
            return key;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends a key, at once; conflict for one of the configuration.</summary>
    internal async Task<CommandResult> RevokeAsync(string name, string? who)
    {
        if (options.Value.Keys.ContainsKey(name))
            return CommandResult.Conflict;
        await _gate.WaitAsync();
        try
        {
            // Before the ledger, which may take nothing now: what is to be revoked does not open meanwhile.
            foreach (var key in _keys.Values.Where(key => key.Name == name))
                _keys.TryRemove(key.PublicId, out _);
            return await ledger.WriteAsync(connection => KeyRows.Revoke(connection, name, who, time.GetUtcNow()))
                ? CommandResult.Done
                : CommandResult.NotFound;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || one < other ? other : one;

    private KeyRow Noted(KeyRow key)
    {
        var now = time.GetUtcNow();
        if (now - key.LastUsed < BetweenNotes)
            return key;
        var used = key with { LastUsed = now };
        if (_keys.TryUpdate(key.PublicId, used, key) && key.Created is not null)
            _ = NoteAsync(key.PublicId, now);
        return used;
    }

    private async Task NoteAsync(string publicId, DateTimeOffset now)
    {
        try
        {
            await ledger.WriteAsync(connection => KeyRows.NoteUse(connection, publicId, now));
        }
        catch (LedgerException)
        {
            // Nobody's call fails because its time could not be noted.
        }
    }
}
