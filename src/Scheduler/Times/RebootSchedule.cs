namespace JobQueue.Scheduler.Times;

/// <summary><c>@reboot</c>: due once per start, never by time.</summary>
internal sealed class RebootSchedule : Schedule
{
    internal static readonly RebootSchedule Instance = new();

    private RebootSchedule()
    {
    }

    internal override string Text => "@reboot";

    internal override DateTimeOffset? NextAfter(DateTimeOffset after) => null;

    internal override long CountBetween(DateTimeOffset after, DateTimeOffset before) => 0;
}
