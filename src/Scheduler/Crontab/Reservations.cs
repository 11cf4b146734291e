using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Crontab;

/// <summary>What is said of options that do not have their full effect.</summary>
internal static class Reservations
{
    /// <summary>Reports a warning for a value without effect.</summary>
    internal static void ReportReservation(this PolicyOption option, JobPolicy policy, int column, LineReport report)
    {
        if (option.Reservation(policy) is { } reservation)
            report.Warning(column, reservation);
    }
}
