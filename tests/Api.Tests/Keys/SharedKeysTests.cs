using System.Net;
using JobQueue.Api.Keys;
using JobQueue.Jobs.Keys;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Tests.Keys;

/// <summary>Keys, sessions and forms of two nodes on one ledger.</summary>
[TestClass]
public sealed class SharedKeysTests
{
    [TestMethod]
    public async Task Session_BegunOnOneNode_OpensTheOther()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var one = await HostApp.StartOnAsync(store);
        var key = await one.Keyring.AddAsync("anna", Role.Viewer, who: null);
        await using var other = await HostApp.StartOnAsync(store);

        using var began = await one.App.Client.PostAsync("/jobqueue/api/session", new FormUrlEncodedContent([new("key", key!.Text)]));
        var cookie = began.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var without = await other.StatusAsync("none", "GET", "/api/jobs");
        var with = await other.StatusAsync("none", "GET", "/api/jobs", null, ("Cookie", cookie));

        Assert.AreEqual((HttpStatusCode.OK, 401, 200), (began.StatusCode, without, with));
    }

    [TestMethod]
    public async Task Session_OfAnotherLedger_DoesNotOpen()
    {
        await using var one = await HostApp.StartOnAsync((await SharedPostgres.NewStoreAsync())!);
        await using var other = await HostApp.StartOnAsync((await SharedPostgres.NewStoreAsync())!);
        var key = await one.Keyring.AddAsync("anna", Role.Viewer, who: null);
        await other.Keyring.AddAsync("anna", Role.Viewer, who: null);

        using var began = await one.App.Client.PostAsync("/jobqueue/api/session", new FormUrlEncodedContent([new("key", key!.Text)]));
        var cookie = began.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        Assert.AreEqual(401, await other.StatusAsync("none", "GET", "/api/jobs", null, ("Cookie", cookie)));
    }

    [TestMethod]
    public async Task Form_OfOneNode_IsTakenByTheOther()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var one = await HostApp.StartOnAsync(store);
        await using var other = await HostApp.StartOnAsync(store);
        await using var stranger = await HostApp.StartOnAsync((await SharedPostgres.NewStoreAsync())!);

        var tokens = Antiforgery(one).GetTokens(Request(one));

        Assert.IsTrue(await Antiforgery(other).IsRequestValidAsync(Request(other, tokens)));
        Assert.IsFalse(await Antiforgery(stranger).IsRequestValidAsync(Request(stranger, tokens)));
    }

    [TestMethod]
    public async Task Refresh_KeyAddedElsewhere_OpensOnceASecondHasPassed()
    {
        await using var nodes = await TwoAsync();
        var key = await nodes.One.AddAsync("anna", Role.Viewer, who: null);

        await nodes.Other.RefreshAsync(Keyring.Unknown);
        var atOnce = nodes.Other.Find(key!.Text);
        nodes.Time.Advance(Keyring.Unknown);
        await nodes.Other.RefreshAsync(Keyring.Unknown);
        var later = nodes.Other.Find(key.Text);

        Assert.IsNull(atOnce);
        Assert.AreEqual("anna", later?.Name);
        Assert.IsTrue(nodes.Other.IsNeeded);
    }

    [TestMethod]
    public async Task Refresh_KeyRevokedElsewhere_IsGoneAfterAFewSeconds()
    {
        await using var nodes = await TwoAsync();
        var key = await nodes.One.AddAsync("anna", Role.Viewer, who: null);
        await nodes.Other.LoadAsync();

        await nodes.One.RevokeAsync("anna", who: null);
        var before = nodes.Other.Find(key!.Text);
        nodes.Time.Advance(Keyring.Known);
        await nodes.Other.RefreshAsync(Keyring.Known);
        var after = nodes.Other.Find(key.Text);

        Assert.AreEqual("anna", before?.Name);
        Assert.IsNull(after);
        Assert.IsTrue(nodes.Other.IsNeeded, "whoever took the last key away has not opened the door");
    }

    [TestMethod]
    public async Task Load_Again_KeepsWhenAKeyWasUsed()
    {
        await using var nodes = await TwoAsync();
        var key = await nodes.One.AddAsync("anna", Role.Viewer, who: null);
        nodes.One.Find(key!.Text);

        await nodes.One.LoadAsync();

        Assert.AreEqual(nodes.Time.GetUtcNow(), nodes.One.All.Single().LastUsed);
    }

    private static IAntiforgery Antiforgery(HostApp host) => host.App.App.Services.GetRequiredService<IAntiforgery>();

    private static DefaultHttpContext Request(HostApp host, AntiforgeryTokenSet? tokens = null)
    {
        var options = host.App.App.Services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        var context = new DefaultHttpContext { RequestServices = host.App.App.Services };
        context.Request.Method = "POST";
        if (tokens is not null)
        {
            context.Request.Headers.Cookie = $"{options.Cookie.Name}={tokens.CookieToken}";
            context.Request.Headers[options.HeaderName!] = tokens.RequestToken;
        }

        return context;
    }

    private static async Task<Nodes> TwoAsync()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        var nodes = new Nodes(Open(store), Open(store));
        await nodes.One.LoadAsync();
        await nodes.Other.LoadAsync();
        return nodes;
    }

    private static Ledger Open(string store) => new(LedgerEngine.Open(store), NullLogger.Instance);

    private sealed class Nodes(Ledger one, Ledger other) : IAsyncDisposable
    {
        internal ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

        internal Keyring One => field ??= new Keyring(one, Options.Create(new KeyringOptions()), Time);

        internal Keyring Other => field ??= new Keyring(other, Options.Create(new KeyringOptions()), Time);

        public async ValueTask DisposeAsync()
        {
            One.Dispose();
            Other.Dispose();
            await one.DisposeAsync();
            await other.DisposeAsync();
        }
    }
}
