using System.Collections.Frozen;
using JobQueue.Jobs;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Queue;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Checks <see cref="JobQueueOptions.Queues"/>, and reads it.</summary>
internal sealed class QueueOptionsValidator : IValidateOptions<JobQueueOptions>
{
    private const int MostSlots = 10_000;

    public ValidateOptionsResult Validate(string? name, JobQueueOptions options)
    {
        var faults = options.Queues.SelectMany(queue => Faults(queue.Key, queue.Value)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>What each queue may do, of options that are valid.</summary>
    internal static QueueLimits Limits(JobQueueOptions options) => new(options.Concurrency)
    {
        Named = options.Queues.ToFrozenDictionary(
            queue => queue.Key,
            queue => new QueueLimit(
                queue.Value.Concurrency ?? options.Concurrency, Rate.TryParse(queue.Value.Rate ?? "", out var rate) ? rate : null),
            StringComparer.OrdinalIgnoreCase),
    };

    private static IEnumerable<string> Faults(string name, QueueOptions queue)
    {
        if (!JobName.IsValid(name))
            yield return $"JobQueue:Queues:{name}: found the queue name \"{name}\", expected letters, digits, ._-, at most {JobName.MostCharacters}.";
        if (queue.Concurrency is < 1 or > MostSlots)
            yield return $"JobQueue:Queues:{name}:Concurrency: found {queue.Concurrency}, expected 1 to {MostSlots}.";
        if (queue.Rate is { } text && !Rate.TryParse(text, out _))
            yield return $"JobQueue:Queues:{name}:Rate: found \"{text}\", expected {Rate.Expected}.";
    }
}
