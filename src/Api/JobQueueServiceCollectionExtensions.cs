using JobQueue;
using JobQueue.Api.Code;
using JobQueue.Api.Continuations;
using JobQueue.Api.Events;
using JobQueue.Api.Health;
using JobQueue.Api.Hosting;
using JobQueue.Api.InProcess;
using JobQueue.Api.Pages.Crontab;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Loading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds JobQueue to an app.</summary>
public static class JobQueueServiceCollectionExtensions
{
    /// <summary>
    /// Adds the scheduler, the ledger and in-process sending. Options come from the section <c>JobQueue</c>, then from
    /// <paramref name="configure"/>. A second call only configures.
    /// </summary>
    /// <example><code>builder.Services.AddJobQueue(options => options.Crontab = "jobs.crontab");</code></example>
    public static IServiceCollection AddJobQueue(this IServiceCollection services, Action<JobQueueOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<JobQueueOptions>();
        if (services.All(service => service.ServiceType != typeof(Ledger)))
            options.ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<JobQueueOptions>, JobQueueConfiguration>());
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobQueueOptions>, AnnotationsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobQueueOptions>, StoreValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobQueueOptions>, TimeZoneValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobQueueOptions>, QueueOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobQueueOptions>, TargetOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobQueueOptions>, MailOptionsValidator>());
        services.AddInProcessSending();
        services.AddDoors();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(LedgerOf);
        services.TryAddSingleton(provider => new Dispatcher(
            provider.GetRequiredService<Ledger>(), provider.GetRequiredService<ISender>(), provider.GetRequiredService<TimeProvider>(), new Random(),
            provider.GetRequiredService<ILogger<Dispatcher>>()));
        services.TryAddSingleton(provider => new RunQueue(
            provider.GetRequiredService<Ledger>(), provider.GetRequiredService<Dispatcher>(), provider.GetRequiredService<TimeProvider>(),
            QueueOptionsValidator.Limits(Options(provider)), provider.GetRequiredService<ILogger<RunQueue>>()));
        services.TryAddSingleton<ClusterWork>();
        services.TryAddSingleton<DistantProgress>();
        services.TryAddSingleton<QueueGauges>();
        services.TryAddSingleton(SchedulerOptionsOf);
        services.TryAddSingleton(provider => new QuartzClock(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<QuartzClock>>(),
            LedgerEngine.PostgresConnection(Options(provider).Store) is { } connection
                ? new ClockCluster(connection, provider.GetRequiredService<Ledger>().Owner)
                : null));
        services.TryAddSingleton<Recurring>();
        services.TryAddSingleton<Reconciler>();
        services.TryAddSingleton<Waiting>();
        services.TryAddSingleton<JobCommands>();
        services.TryAddSingleton<CrontabLoader>();
        services.TryAddSingleton<CrontabWatch>();
        services.TryAddSingleton<CrontabEditor>();
        services.TryAddSingleton(DailyPruningOf);
        services.TryAddSingleton<OverdueWatch>();
        services.TryAddSingleton(NotifyingOf);
        services.TryAddSingleton<EventReaders>();
        services.TryAddSingleton<ClockStall>();
        services.TryAddSingleton<QueueHealth>();
        services.TryAddSingleton<HealthReport>();
        services.TryAddSingleton<SharedReport>();
        services.AddHttpContextAccessor();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<MvcOptions>, ActionFilters>());
        services.TryAddSingleton<IJobQueue, CodeJobs>();
        services.TryAddSingleton<RunEndings>();
        services.TryAddSingleton<Keeper>();
        services.TryAddSingleton<Continuer>();
        // First: what is misspelt may be why the start is refused.
        services.AddHostedService<SettingCheck>();
        services.TryAddSingleton<JobQueueLife>();
        services.AddHostedService(provider => provider.GetRequiredService<JobQueueLife>());
        services.AddHostedService<OriginCheck>();
        services.AddOptions<HostOptions>().PostConfigure<IOptions<JobQueueOptions>>((host, jobs) => host.ShutdownTimeout = Longer(
            host.ShutdownTimeout, jobs.Value.Grace + JobQueueLife.AfterGrace));
        return services;
    }

    private static JobQueueOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<JobQueueOptions>>().Value;

    private static Ledger LedgerOf(IServiceProvider provider)
    {
        var options = Options(provider);
        var node = options.Node is { Length: > 0 } named ? named : null;
        var ledger = new Ledger(LedgerEngine.Open(options.Store, node), provider.GetRequiredService<ILogger<Ledger>>());
        ledger.Outbox.From = HasMailServer(options) ? options.Mail.From : null;
        return ledger;
    }

    private static Notifying NotifyingOf(IServiceProvider provider)
    {
        var (ledger, time) = (provider.GetRequiredService<Ledger>(), provider.GetRequiredService<TimeProvider>());
        var settings = MailOptionsValidator.Settings(Options(provider), provider.GetRequiredService<SchedulerOptions>().Zone);
        return new Notifying(
            ledger, provider.GetRequiredService<RunQueue>(), provider.GetRequiredService<OverdueWatch>(),
            settings is null ? null : new Mailer(ledger, settings, time, provider.GetRequiredService<ILogger<Mailer>>()));
    }

    private static bool HasMailServer(JobQueueOptions options) => options.Mail.Host is { Length: > 0 };

    private static SchedulerOptions SchedulerOptionsOf(IServiceProvider provider) =>
        Scheduling(Options(provider), provider.GetRequiredService<IOptions<InProcessOptions>>().Value);

    /// <summary>What the scheduler is told, of options whose targets and zone are valid.</summary>
    internal static SchedulerOptions Scheduling(JobQueueOptions options, InProcessOptions inProcess) =>
        new()
        {
            MissedAfter = options.MissedAfter,
            CatchUpLimit = options.CatchUpLimit,
            Zone = options.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : TimeZoneInfo.Local,
            Crontabs = options.Crontabs,
            AllowsWritableCrontab = options.AllowWritableCrontab,
            BuiltInCrontab = options.BuiltInCrontab,
            Users = inProcess.Users.Count == 0 ? null : inProcess.Users.Keys.ToHashSet(StringComparer.Ordinal),
            Targets = TargetOptionsValidator.Sending(options).Targets,
            AllowsFreeUrls = options.AllowFreeUrls,
            HasMailServer = HasMailServer(options),
        };

    private static DailyPruning DailyPruningOf(IServiceProvider provider)
    {
        var retention = Options(provider).Retention;
        var (ledger, time) = (provider.GetRequiredService<Ledger>(), provider.GetRequiredService<TimeProvider>());
        return new DailyPruning(
            new Pruning(ledger, new RetentionLimits(retention.Age, retention.RunsPerJob), time), ledger, retention.At,
            provider.GetRequiredService<SchedulerOptions>().Zone, time, provider.GetRequiredService<ILogger<DailyPruning>>());
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
