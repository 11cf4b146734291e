using JobQueue.Api.Guarding;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What endpoints say of runs.</summary>
public static class JobQueueEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Lets only JobQueue call these endpoints: whoever is no run gets a 403, after the app's own authentication and authorization, and so
    /// does a run of a request that came from outside and asked to be answered later. For endpoints of every kind.
    /// </summary>
    /// <remarks>A run is told by <see cref="JobQueue.IJobRunFeature"/>, which nothing from the network can carry; header fields say nothing.</remarks>
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
}
