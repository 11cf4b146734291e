namespace JobQueue.Jobs.Sending;

/// <summary>
/// What one attempt reports of itself while it runs. The first report is told and written down at once; of those that follow closely only
/// the last is, in its time. After the attempt's end nothing is.
/// </summary>
/// <param name="run">The run, with the number of the attempt.</param>
/// <param name="secret">The ledger's, of which its token is made.</param>
/// <param name="tell">Tells of a report. Must not block.</param>
/// <param name="write">Writes a report down. Must not block.</param>
/// <param name="clock">Of the reports and their distances.</param>
internal sealed class AttemptProgress(
    Run run, byte[] secret, Action<Run, RunProgress> tell, Action<Run, RunProgress> write, TimeProvider clock) : IDisposable
{
    internal const int MostMessageCharacters = 200;

    internal static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SpacedReports _told = new(progress => tell(run, progress), BetweenReports, clock);
    private readonly SpacedReports _written = new(progress => write(run, progress), BetweenWrites, clock);
    private RunProgress? _last;
    private bool _isOver;

    /// <summary>The last report; null for none.</summary>
    internal RunProgress? Last
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>The number of the attempt.</summary>
    internal int Attempt => run.Attempt;

    /// <summary>Who shows this may report from outside, until the attempt ends.</summary>
    internal string Token => ProgressToken.Of(run, secret);

    /// <summary>Takes a report; a percentage beyond the ends is the end, a long message is cut.</summary>
    internal void Report(int percent, string? message)
    {
        percent = Math.Clamp(percent, 0, 100);
        message = Line(message);
        lock (_gate)
        {
            if (_isOver || (_last is { } last && last.Percent == percent && last.Message == message))
                return;
            _last = new RunProgress(percent, message, clock.GetUtcNow());
            _told.Take(_last);
            _written.Take(_last);
        }
    }

    /// <summary>Whether this is the attempt's token, and the attempt runs.</summary>
    internal bool IsOpenTo(string token)
    {
        lock (_gate)
            return !_isOver && ProgressToken.Is(token, run, secret);
    }

    /// <summary>The attempt is over.</summary>
    /// <returns>The last report; null for none.</returns>
    internal RunProgress? End()
    {
        lock (_gate)
        {
            _isOver = true;
            _told.Dispose();
            _written.Dispose();
            return _last;
        }
    }

    public void Dispose() => End();

    // Half of a surrogate pair is no text.
    private static string? Line(string? message)
    {
        if (string.IsNullOrWhiteSpace(message))
            return null;
        var line = PlainLine.Of(message.ReplaceLineEndings(" "));
        if (line.Length > MostMessageCharacters)
            line = line[..(char.IsHighSurrogate(line[MostMessageCharacters - 1]) ? MostMessageCharacters - 1 : MostMessageCharacters)];
        return line;
    }
}
