using System.Buffers.Binary;
using System.Text;

namespace JobQueue.Reliability.Network;

/// <summary>
/// Follows what a client says to PostgreSQL (protocol 3, without TLS), and sees where a COMMIT has been said whole: as a simple query, or
/// prepared, bound and followed by a Sync. A COMMIT in another text, or in a value, is none.
/// </summary>
internal sealed class CommitScanner
{
    private const int Version3 = 3;
    private const int LengthBytes = 4;
    // Of longer messages only the beginning is looked at.
    private const int MostKept = 256;

    private readonly HashSet<string> _commits = [];
    private readonly List<byte> _message = [];
    private long _seen;
    private bool _isStarted;
    private bool _isBound;

    private int HeadBytes => LengthBytes + (_isStarted ? 1 : 0);

    /// <summary>Reads on; the number of these bytes up to the end of the first COMMIT, null where none ends here.</summary>
    internal int? EndOfCommit(ReadOnlySpan<byte> bytes)
    {
        int? end = null;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (Take(bytes[i]))
                end ??= i + 1;
        }

        return end;
    }

    private bool Take(byte next)
    {
        _seen++;
        if (_message.Count < MostKept)
            _message.Add(next);
        if (_seen < HeadBytes)
            return false;
        var head = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_message);
        var length = BinaryPrimitives.ReadInt32BigEndian(head[(HeadBytes - LengthBytes)..HeadBytes]);
        if (_seen < HeadBytes - LengthBytes + length)
            return false;
        var isCommit = _isStarted ? IsCommit((char)head[0], head[HeadBytes..]) : Start(head[HeadBytes..]);
        _message.Clear();
        _seen = 0;
        return isCommit;
    }

    // Before it a client may ask for encryption, which has no version.
    private bool Start(ReadOnlySpan<byte> body)
    {
        _isStarted = BinaryPrimitives.ReadInt32BigEndian(body) >> 16 == Version3;
        return false;
    }

    private bool IsCommit(char kind, ReadOnlySpan<byte> body)
    {
        switch (kind)
        {
            case 'Q':
                return IsCommit(Word(body, 0));
            case 'P' when IsCommit(Word(body, 1)):
                _commits.Add(Word(body, 0));
                return false;
            case 'P':
                _commits.Remove(Word(body, 0));
                return false;
            case 'B':
                _isBound |= _commits.Contains(Word(body, 1));
                return false;
            case 'S' when _isBound:
                _isBound = false;
                return true;
            default:
                return false;
        }
    }

    private static bool IsCommit(string statement) => statement.Trim(' ', ';').Equals("COMMIT", StringComparison.OrdinalIgnoreCase);

    // Texts end with a zero.
    private static string Word(ReadOnlySpan<byte> body, int number)
    {
        for (; number > 0; number--)
            body = body[(body.IndexOf((byte)0) + 1)..];
        var end = body.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? body : body[..end]);
    }
}
