using JobQueue.Host.Systemd;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The host as a service of systemd.</summary>
internal static class SystemdServiceCollectionExtensions
{
    /// <summary>Where a service manager listens, it is told of the start, the end and the life of the process. After AddJobQueue.</summary>
    internal static IServiceCollection AddSystemd(this IServiceCollection services)
    {
        if (NotifySocket.Find() is not { } socket)
            return services;
        services.AddSingleton(socket);
        services.AddSingleton<Liveness>();
        return services.AddHostedService<Notices>();
    }
}
