using JobQueue;
using JobQueue.Api.Code;
using JobQueue.Api.Continuations;
using JobQueue.Api.Guarding;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What endpoints say of runs.</summary>
public static class JobQueueEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Lets only JobQueue call these endpoints: whoever is no run gets a 403, after the app's own authentication and authorization, and so
    /// does a run of a request that came from outside and asked to be answered later. For endpoints of every kind.
    /// </summary>
    /// <remarks>
    /// A run is told by <see cref="JobQueue.IJobRunFeature"/>. From the network only a request has it that another JobQueue has signed with
    /// a secret that the app trusts, as by <see cref="JobQueue.JobQueueOptions.TrustedSecrets"/>; header fields alone say nothing.
    /// </remarks>
    /// <param name="builder">The endpoints.</param>
    /// <returns>The same, for further conventions.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="InvalidOperationException">When the endpoints are built: the app has not called <c>AddJobQueue</c>.</exception>
    /// <example><code>app.MapGet("/maintenance", Maintain).RequireJobQueue();</code></example>
    public static TBuilder RequireJobQueue<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(RunsOnly.Mark);
        builder.Finally(RunsOnly.Wrap);
        return builder;
    }

    /// <summary>
    /// Lets requests to these endpoints ask to be answered later, with <c>Prefer: respond-async</c>: they are kept and run as jobs, as who
    /// made them, after the app's own authentication and authorization. On controllers and Razor pages only what has
    /// <see cref="RespondAsyncAttribute"/>. Needs <c>MapJobQueue</c>, where the answers are read.
    /// </summary>
    /// <remarks>RFC 7240, 4.1. Filters of minimal APIs are part of the endpoint, and run with it.</remarks>
    /// <param name="builder">The endpoints.</param>
    /// <param name="queue">The queue of the runs: letters, digits, <c>._-</c>, at most 100. Default <c>default</c>.</param>
    /// <returns>The same, for further conventions.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="queue"/> is no name of a queue.</exception>
    /// <exception cref="InvalidOperationException">When the endpoints are built: the app has not called <c>AddJobQueue</c>.</exception>
    /// <example><code>app.MapPost("/backups", CreateBackup).AllowRespondAsync();</code></example>
    public static TBuilder AllowRespondAsync<TBuilder>(this TBuilder builder, string queue = "default")
        where TBuilder : IEndpointConventionBuilder =>
        builder.AllowRespondAsync(JobPolicy.Default with { Queue = queue ?? throw new ArgumentNullException(nameof(queue)) });

    /// <inheritdoc cref="AllowRespondAsync{TBuilder}(TBuilder, string)"/>
    /// <param name="builder">The endpoints.</param>
    /// <param name="policy">What holds for the runs: queue, time-out, retries. It has no name, no target and no jitter.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="policy"/> cannot be; the message says what was found and what was expected.
    /// </exception>
    public static TBuilder AllowRespondAsync<TBuilder>(this TBuilder builder, JobPolicy policy)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(policy);
        CodeJobCheck.CheckPolicy(policy);
        if (policy.Name is not null || policy.Target is not null)
            throw new ArgumentException(
                "Runs of requests that are kept go to the app itself and are many: their policy has neither name nor target.",
                nameof(policy));
        var rule = new RespondAsyncRule(policy);
        builder.Add(rule.Mark);
        builder.Finally(rule.Wrap);
        return builder;
    }
}
