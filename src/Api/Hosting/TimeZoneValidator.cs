using JobQueue.Scheduler;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Checks <see cref="JobQueueOptions.TimeZone"/>.</summary>
internal sealed class TimeZoneValidator : IValidateOptions<JobQueueOptions>
{
    public ValidateOptionsResult Validate(string? name, JobQueueOptions options) =>
        options.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? ValidateOptionsResult.Fail($"JobQueue:TimeZone: found {TextError.Quote(zone)}, expected an IANA time zone like Europe/Berlin.")
            : ValidateOptionsResult.Success;
}
