using JobQueue.Api.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Registration of the doors, and of the keys to them.</summary>
internal static class DoorsServiceCollectionExtensions
{
    internal static IServiceCollection AddDoors(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Keyring)))
            return services;
        services.AddOptions<KeyringOptions>().BindConfiguration("JobQueue").ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeyringOptions>, KeyringOptionsValidator>();
        services.TryAddSingleton<Keyring>();
        services.TryAddSingleton<Sessions>();
        services.TryAddSingleton<CallLimits>();
        services.TryAddSingleton<HostDoor>();
        services.TryAddSingleton<AppDoor>();
        services.TryAddSingleton<AdminPolicy>();
        return services;
    }
}
