using JobQueue.Api.InProcess;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Authentication;

namespace JobQueue.Api.Tests.InProcess;

[TestClass]
public sealed class InProcessSendingExtensionsTests
{
    [TestMethod]
    public void AddInProcessSending_BeforeAuthentication_StillDecoratesIt()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddInProcessSending().AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, TestScheme>("Test", null);
        using var scope = services.BuildServiceProvider().CreateScope();

        Assert.IsInstanceOfType<RunAuthenticationService>(scope.ServiceProvider.GetRequiredService<IAuthenticationService>());
    }

    [TestMethod]
    public void AddInProcessSending_AppsOwnFactory_IsWrapped()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IAuthenticationService>(_ => new RunAuthenticationService(null!));
        services.AddInProcessSending();

        Assert.AreEqual(ServiceLifetime.Singleton, services.Single(s => s.ServiceType == typeof(IAuthenticationService) && !s.IsKeyedService).Lifetime);
        Assert.IsNotNull(services.BuildServiceProvider().GetRequiredService<IAuthenticationService>());
    }

    [TestMethod]
    public void AddInProcessSending_Twice_IsOnce()
    {
        var services = new ServiceCollection().AddInProcessSending();
        var count = services.Count;

        services.AddInProcessSending();

        Assert.HasCount(count, services);
        Assert.AreEqual(typeof(PipelineStartupFilter), services[0].ImplementationType);
    }

    [TestMethod]
    public async Task AddInProcessSending_OriginIsNoUrl_RefusesToStart()
    {
        var start = () => TestApp.StartAsync(ConformanceEndpoints.Map, builder =>
        {
            ConformanceEndpoints.Add(builder);
            builder.Configuration["JobQueue:PublicOrigin"] = "ftp://example.com";
        });

        var failure = await Assert.ThrowsExactlyAsync<Microsoft.Extensions.Options.OptionsValidationException>(start);

        StringAssert.Contains(failure.Message, "PublicOrigin");
    }

    [TestMethod]
    [DataRow("/path", null, "in process")]
    [DataRow("/path", "https://example.com", "http")]
    [DataRow("https://example.com", null, "http")]
    [DataRow("HTTP://example.com", null, "http")]
    public async Task SenderChoice_Address_DecidesTheWay(string uri, string? target, string way)
    {
        var choice = new SenderChoice(new Named("in process"), new Named("http"));

        var result = await choice.SendAsync(Requests.Attempt($"GET {uri}") with { Target = target }, CancellationToken.None);

        Assert.AreEqual(way, result.Error);
    }

    private sealed class Named(string name) : ISender
    {
        public Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort) =>
            Task.FromResult(new AttemptResult(AttemptEnd.NoResponse, null, name));
    }
}
