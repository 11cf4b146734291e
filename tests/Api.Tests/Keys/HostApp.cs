using System.Net.Http.Headers;
using JobQueue.Api.Keys;
using JobQueue.Jobs.Keys;

namespace JobQueue.Api.Tests.Keys;

/// <summary>An app whose door is that of the host, with a key for each role and one that is revoked.</summary>
internal sealed class HostApp : IAsyncDisposable
{
    private readonly Dictionary<string, string> _keys = [];

    private HostApp(LibraryApp app) => App = app;

    internal LibraryApp App { get; }

    internal Keyring Keyring => App.App.Services.GetRequiredService<Keyring>();

    /// <summary>Starts without keys: open to this machine.</summary>
    internal static async Task<HostApp> StartOpenAsync(Action<WebApplication>? map = null, params (string Setting, string Value)[] settings) =>
        new(await LibraryApp.StartAsync(
            "",
            app =>
            {
                map?.Invoke(app);
                app.MapJobQueue();
            },
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Setting, (string?)setting.Value)));
                builder.Services.AddJobQueue(options => options.IsHost = true);
            },
            environment: "Production"));

    /// <summary>Starts on a store that others may have, too.</summary>
    internal static async Task<HostApp> StartOnAsync(string store) => new(await LibraryApp.StartAsync(
        "", app => app.MapJobQueue(), builder => builder.Services.AddJobQueue(options => (options.IsHost, options.Store) = (true, store)), environment: "Production"));

    /// <summary>Starts with the keys <c>viewer</c>, <c>operator</c>, <c>admin</c> and <c>revoked</c>.</summary>
    internal static async Task<HostApp> StartAsync(Action<WebApplication>? map = null, params (string Setting, string Value)[] settings)
    {
        var host = await StartOpenAsync(map, settings);
        foreach (var role in new[] { Role.Viewer, Role.Operator, Role.Admin })
            host._keys[role.ToString().ToLowerInvariant()] = (await host.Keyring.AddAsync(role.ToString().ToLowerInvariant(), role, who: null))!.Text;
        host._keys["revoked"] = (await host.Keyring.AddAsync("revoked", Role.Admin, who: null))!.Text;
        await host.Keyring.RevokeAsync("revoked", who: null);
        host._keys["garbage"] = "jq_garbage";
        host._keys["unknown"] = ApiKey.New().Text;
        return host;
    }

    /// <summary>The text of a key by its name; also <c>garbage</c> and <c>unknown</c>, which open nothing.</summary>
    internal string Key(string name) => _keys[name];

    /// <summary>Sends a request below the prefix with the key of this name, <c>none</c> for none.</summary>
    internal async Task<HttpResponseMessage> SendAsync(string name, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/jobqueue" + path);
        if (name != "none")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key(name));
        if (body is not null)
            request.Content = JsonContent.Create(body);
        foreach (var (header, value) in headers)
            request.Headers.TryAddWithoutValidation(header, value);
        return await App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    internal async Task<int> StatusAsync(string name, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync(name, method, path, body, headers);
        return (int)answer.StatusCode;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
