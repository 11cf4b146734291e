using JobQueue;
using JobQueue.Api.Hosting;
using JobQueue.Api.InProcess;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of the senders.</summary>
internal static class InProcessSendingExtensions
{
    private static readonly object AppsOwn = new();

    /// <summary>Adds <see cref="ISender"/>: into the app in process, and over HTTP to everywhere else.</summary>
    internal static IServiceCollection AddInProcessSending(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Pipeline)))
            return services;
        services.AddSingleton<Pipeline>();
        // Before the app's own, which need not call the next.
        services.Insert(0, ServiceDescriptor.Singleton<IDeveloperPageExceptionFilter, DeveloperPageException>());
        // The first filter is the outermost: all others, host filtering included, are part of what is captured.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, PipelineStartupFilter>());
        services.AddOptions<InProcessOptions>()
            .BindConfiguration("JobQueue")
            .Validate(
                options => options.HasOrigin,
                "JobQueue:PublicOrigin is not an http or https URL; expected one like https://example.com.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<InProcessSender>();
        services.AddSingleton(provider => new HttpSender(
            () => ListeningPorts.Of(provider.GetRequiredService<IServer>()),
            provider.GetRequiredService<TimeProvider>(),
            TargetOptionsValidator.Sending(provider.GetRequiredService<IOptions<JobQueueOptions>>().Value)));
        services.TryAddSingleton<ISender>(provider =>
            new SenderChoice(provider.GetRequiredService<InProcessSender>(), provider.GetRequiredService<HttpSender>()));
        return services.DecorateAuthentication().DecorateAntiforgery();
    }

    private static IServiceCollection DecorateAuthentication(this IServiceCollection services)
    {
        // Adds services and no scheme; an AddAuthentication to come finds them there.
        services.AddAuthenticationCore();
        var own = services.Last(service => service.ServiceType == typeof(IAuthenticationService) && !service.IsKeyedService);
        services.Add(Keyed(own));
        services[services.IndexOf(own)] = ServiceDescriptor.Describe(
            typeof(IAuthenticationService),
            provider => new RunAuthenticationService(provider.GetRequiredKeyedService<IAuthenticationService>(AppsOwn)),
            own.Lifetime);
        return services;
    }

    private static IServiceCollection DecorateAntiforgery(this IServiceCollection services)
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(IAntiforgery) && !service.IsKeyedService) is { } own)
        {
            services.Add(Keyed(own));
            services[services.IndexOf(own)] = ServiceDescriptor.Describe(
                typeof(IAntiforgery), provider =>
                    new RunAntiforgery(provider.GetRequiredKeyedService<IAntiforgery>(AppsOwn)), own.Lifetime);
            return services;
        }

        // An AddAntiforgery to come finds this in the place of its own type, and adds what that needs; where none comes, there is none.
        var type = new ServiceCollection().AddAntiforgery().Last(service =>
            service.ServiceType == typeof(IAntiforgery)).ImplementationType!;
        return services.AddSingleton(provider => provider.GetService<IAntiforgeryAdditionalDataProvider>() is null
            ? null!
            : (IAntiforgery)new RunAntiforgery((IAntiforgery)ActivatorUtilities.CreateInstance(provider, type)));
    }

    private static ServiceDescriptor Keyed(ServiceDescriptor own) => own switch
    {
        { ImplementationInstance: { } instance } => new ServiceDescriptor(own.ServiceType, AppsOwn, instance),
        { ImplementationFactory: { } factory } => new ServiceDescriptor(
            own.ServiceType, AppsOwn, (provider, _) => factory(provider), own.Lifetime),
        _ => new ServiceDescriptor(own.ServiceType, AppsOwn, own.ImplementationType!, own.Lifetime),
    };
}
