using JobQueue.Api.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
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
        services.AddAntiforgery();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeptSecrets>();
        services.AddSingleton<IConfigureOptions<DataProtectionOptions>, KeptSecrets>();
        services.TryAddSingleton<Sessions>();
        services.TryAddSingleton<CallLimits>();
        services.TryAddSingleton<HostDoor>();
        services.TryAddSingleton<AppDoor>();
        services.TryAddSingleton<AdminPolicy>();
        services.TryAddSingleton<Doors>();
        return services;
    }
}
