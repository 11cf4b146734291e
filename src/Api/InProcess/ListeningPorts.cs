using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.InProcess;

/// <summary>The ports the app's server listens on.</summary>
internal static class ListeningPorts
{
    internal static IReadOnlyCollection<int> Of(IServer server) =>
        [.. (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(address => BindingAddress.Parse(address).Port)];
}
