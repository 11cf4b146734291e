using System.Globalization;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Mailing;

/// <summary>Subjects: <c>[jobqueue] nightly-backup failed: 503 (run 0198...)</c>. Always one line.</summary>
internal static class MailSubject
{
    private const string Mark = "[jobqueue]";
    private const int MostReasonCharacters = 80;

    internal static string Of(RunEnd end) =>
        $"{Mark} {JobTitle.Of(end.Run)} {What(end)}{Then(end.Run)} (run {end.Run.Id})";

    internal static string OfOverdue(RecurringJob job, TimeSpan every) =>
        $"{Mark} {JobTitle.Of(job.Policy.Name, job.Request)} is overdue: no success for {Duration.Print(every)}";

    internal static string OfDigest(int count, int failures) => string.Create(
        CultureInfo.InvariantCulture, $"{Mark} {count} results: {failures} of them {(failures == 1 ? "is a failure" : "are failures")}");

    /// <summary>What the run came to, in a few words.</summary>
    internal static string What(RunEnd end) => end.Run.State switch
    {
        RunState.Succeeded when end.IsRecovery => $"is well again after {After(end)}",
        RunState.Succeeded => string.Create(CultureInfo.InvariantCulture, $"succeeded: {end.Run.Status}"),
        RunState.TimedOut => "timed out",
        RunState.Quarantined => "is in quarantine",
        _ when end.Run.Status is > 0 and var status => string.Create(CultureInfo.InvariantCulture, $"failed: {status}"),
        _ => $"failed: {Reason(end.Run.Error ?? "no response")}",
    };

    // A one-time job is over in any case.
    private static string Then(Run run) => run switch
    {
        { JobId: not null, Disposition: Disposition.Remove } => ", and was removed",
        { JobId: not null, Disposition: Disposition.Pause } => ", and was paused",
        _ => "",
    };

    private static string After(RunEnd end) => end.Failures switch
    {
        0 => "it was overdue",
        1 => "1 failure",
        RunEnd.MostFailures => string.Create(CultureInfo.InvariantCulture, $"{end.Failures} or more failures"),
        var many => string.Create(CultureInfo.InvariantCulture, $"{many} failures"),
    };

    private static string Reason(string text) =>
        PlainLine.Of(text.Length > MostReasonCharacters ? $"{text[..MostReasonCharacters].TrimEnd()}..." : text);
}
