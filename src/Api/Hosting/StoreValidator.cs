using JobQueue.Jobs.Store;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Checks <see cref="JobQueueOptions.Store"/>. What is said of it shows no password.</summary>
internal sealed class StoreValidator : IValidateOptions<JobQueueOptions>
{
    public ValidateOptionsResult Validate(string? name, JobQueueOptions options) =>
        LedgerEngine.Fault(options.Store) is { } fault ? ValidateOptionsResult.Fail($"JobQueue:Store: {fault}.") : ValidateOptionsResult.Success;
}
