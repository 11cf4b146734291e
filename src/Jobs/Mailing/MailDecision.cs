namespace JobQueue.Jobs.Mailing;

/// <summary>Whether the end of a run gives a mail.</summary>
internal static class MailDecision
{
    // In order: the first row that fits says it. A job is well before its first run.
    private static readonly (MailOn AnyOf, Func<RunState, RunState, bool> Fits, MailKind Kind)[] Rows =
    [
        (MailOn.Failure | MailOn.Always, (state, _) => state.IsFailure(), MailKind.Failure),
        (MailOn.Recovery | MailOn.Always, (state, before) => state == RunState.Succeeded && before.IsFailure(), MailKind.Recovery),
        (MailOn.Change, (state, before) => state != before, MailKind.Change),
        (MailOn.Always, (_, _) => true, MailKind.Success),
    ];

    /// <summary>The mail's kind; null for no mail.</summary>
    /// <param name="on">Which results are mailed.</param>
    /// <param name="state">What the run came to, final.</param>
    /// <param name="before">What the run of the job before it came to; null where there was none.</param>
    internal static MailKind? Of(MailOn on, RunState state, RunState? before) =>
        state.IsResult() && Array.FindIndex(Rows, row => (on & row.AnyOf) != 0 && row.Fits(state, before ?? RunState.Succeeded)) is >= 0 and var row
            ? Rows[row].Kind
            : null;
}
