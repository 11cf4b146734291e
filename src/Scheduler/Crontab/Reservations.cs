using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Crontab;

/// <summary>What is said of options that do not have their full effect.</summary>
internal static class Reservations
{
    /// <summary>Reports an error for a value that is refused, and a warning for one without effect.</summary>
    internal static void ReportReservation(this PolicyOption option, JobPolicy policy, string found, int column, LineReport report)
    {
        if (option.Reservation(policy) is not { } reservation)
            return;
        if (option.Effect == PolicyEffect.Ignored)
            report.Warning(column, reservation);
        else
            report.Error(column, found, $"{option.Print(JobPolicy.Default) ?? "nothing"}: {reservation}");
    }
}
