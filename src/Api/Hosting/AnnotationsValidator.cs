using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Checks <see cref="JobQueueOptions"/> by their annotations, and calls each setting as the configuration does.</summary>
internal sealed class AnnotationsValidator : IValidateOptions<JobQueueOptions>
{
    private readonly JobQueueOptionsValidator _annotations = new();

    public ValidateOptionsResult Validate(string? name, JobQueueOptions options) =>
        _annotations.Validate(null, options) is { Failed: true, Failures: var failures }
            ? ValidateOptionsResult.Fail(failures.Select(OfTheConfiguration))
            : ValidateOptionsResult.Success;

    // Concurrency: The field JobQueueOptions.Concurrency must be ...
    private static string OfTheConfiguration(string failure) => failure[(failure.IndexOf(": ", StringComparison.Ordinal) + 2)..]
        .Replace($"{nameof(JobQueueOptions)}.{nameof(JobQueueOptions.Retention)}.", $"JobQueue:{nameof(JobQueueOptions.Retention)}:", StringComparison.Ordinal)
        .Replace($"{nameof(JobQueueOptions)}.", "JobQueue:", StringComparison.Ordinal);
}
