using Microsoft.AspNetCore.Builder;

namespace JobQueue;

/// <summary>
/// Marks an action, a controller or the model of a Razor page as one whose requests may ask to be answered later. It has its effect where
/// the endpoints were mapped with <see cref="JobQueueEndpointConventionBuilderExtensions.AllowRespondAsync{TBuilder}(TBuilder, string)"/>.
/// </summary>
/// <example><code>app.MapControllers().AllowRespondAsync();</code></example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RespondAsyncAttribute : Attribute;
