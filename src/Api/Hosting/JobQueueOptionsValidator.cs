using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Checks <see cref="JobQueueOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class JobQueueOptionsValidator : IValidateOptions<JobQueueOptions>;
