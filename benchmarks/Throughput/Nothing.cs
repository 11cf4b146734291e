using Quartz;
using Quartz.Extensibility;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>The Quartz job that does nothing, and its factory: counts, and tells of each.</summary>
internal sealed class Nothing(int runs, Action? began = null) : IJob, IJobFactory
{
    private readonly TaskCompletionSource _allDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = runs;

    internal Task AllDone => _allDone.Task;

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        began?.Invoke();
        if (Interlocked.Decrement(ref _left) == 0)
            _allDone.SetResult();
        return default;
    }

    ValueTask<JobScope> IJobFactory.CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken) =>
        new(new JobScope(this));

    ValueTask IJobFactory.ReturnJob(JobScope scope, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
