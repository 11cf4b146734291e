using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Jobs.Sending;

/// <summary>
/// What one attempt reports of itself while it runs. The first report is taken at once; of those that follow closely only the last is.
/// After the attempt's end nothing is.
/// </summary>
/// <param name="run">The run, with the number of the attempt.</param>
/// <param name="take">Takes a report; told whether it is time to write it down, too. Must not block.</param>
/// <param name="clock">Of the reports and their distances.</param>
internal sealed class AttemptProgress(Run run, Action<Run, RunProgress, bool> take, TimeProvider clock) : IDisposable
{
    internal const int MostMessageCharacters = 200;

    internal static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    private const int TokenBytes = 16;

    private readonly Lock _gate = new();
    private RunProgress? _last;
    private RunProgress? _taken;
    private long _takenAt;
    private long? _writtenAt;
    private ITimer? _later;
    private string? _token;
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

    /// <summary>Who shows this may report from outside, until the attempt ends: 128 random bits in hex.</summary>
    internal string Token
    {
        get
        {
            lock (_gate)
                return _token ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        }
    }

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
            TakeInTime();
        }
    }

    /// <summary>Whether this is the attempt's token, and the attempt runs.</summary>
    internal bool IsOpenTo(string token)
    {
        lock (_gate)
            return !_isOver && _token is not null
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_token), Encoding.UTF8.GetBytes(token));
    }

    /// <summary>The attempt is over.</summary>
    /// <returns>The last report; null for none.</returns>
    internal RunProgress? End()
    {
        lock (_gate)
        {
            _isOver = true;
            _later?.Dispose();
            return _last;
        }
    }

    public void Dispose() => End();

    private void TakeInTime()
    {
        var wait = _taken is null ? TimeSpan.Zero : BetweenReports - clock.GetElapsedTime(_takenAt);
        if (wait <= TimeSpan.Zero)
            Take();
        else
            _later ??= clock.CreateTimer(_ => TakeLate(), null, wait, Timeout.InfiniteTimeSpan);
    }

    private void TakeLate()
    {
        lock (_gate)
        {
            _later?.Dispose();
            _later = null;
            if (!_isOver && _last != _taken)
                Take();
        }
    }

    private void Take()
    {
        (_taken, _takenAt) = (_last, clock.GetTimestamp());
        var isWritten = _writtenAt is not { } before || clock.GetElapsedTime(before) >= BetweenWrites;
        if (isWritten)
            _writtenAt = _takenAt;
        take(run, _last!, isWritten);
    }

    // Half of a surrogate pair is no text.
    private static string? Line(string? message)
    {
        if (string.IsNullOrWhiteSpace(message))
            return null;
        var line = message.ReplaceLineEndings(" ");
        if (line.Length > MostMessageCharacters)
            line = line[..(char.IsHighSurrogate(line[MostMessageCharacters - 1]) ? MostMessageCharacters - 1 : MostMessageCharacters)];
        return line;
    }
}
