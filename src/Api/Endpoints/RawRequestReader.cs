using System.Globalization;
using System.Text;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Requests;

namespace JobQueue.Api.Endpoints;

/// <summary>
/// Reads a raw request, and finds every fault of its head. Lines end in CRLF or LF; what servers read in different ways is refused: folded
/// fields, several lengths, lengths that are not the body's. What a job may send is not looked at here.
/// </summary>
internal sealed class RawRequestReader(ReadOnlyMemory<byte> message)
{
    internal const int MostHeadBytes = 32 * 1024;
    internal const int MostFields = 100;

    private const string Version = "HTTP/1.1";
    private const string Start = "METHOD URI HTTP/1.1, with one blank between them";
    private const string FieldName = "request.headers";

    private readonly List<Fault> _faults = [];
    private readonly List<RawField> _fields = [];
    private readonly List<RawField> _lengths = [];
    private int _at;
    private int _line;

    internal IReadOnlyCollection<Fault> Faults => _faults;

    /// <summary>The request; null with <see cref="Faults"/>.</summary>
    internal RawRequest? Read()
    {
        string? line;
        do
            line = NextLine(Start);
        // RFC 9112, 2.2.
        while (line is "");
        if (line is null)
            return null;
        var (start, words) = (_line, StartLine(line));
        while (NextLine("an empty line after the header fields") is { Length: > 0 } field)
            ReadField(field);
        var body = Body();
        return _faults.Count > 0 ? null : new RawRequest(start, words[0], words[1], _fields, body);
    }

    private string[] StartLine(string line)
    {
        var words = line.Split(' ');
        if (words.Length != 3 || words.Contains(""))
            Add("request", 1, line, Start);
        else if (words[2] != Version)
            Add("request", words[0].Length + words[1].Length + 3, words[2], Version);
        return words;
    }

    private void ReadField(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (line[0] is ' ' or '\t')
            Add(FieldName, 1, line, "a header field on one line: folded ones are read in different ways");
        else if (colon < 0 || !RequestHeader.IsToken(line.AsSpan(0, colon)))
            Add(FieldName, 1, line, "a header like Name: value, with no blank before the colon");
        else if (RequestHeader.BadCharacterIn(line.AsSpan(colon + 1)) is >= 0 and var bad)
            Add(FieldName, colon + bad + 2, line[(colon + 1 + bad)..], "visible ASCII, blanks and tabs");
        else
            Take(new RawField(_line, line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
    }

    private void Take(RawField field)
    {
        if (field.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            _lengths.Add(field);
        else if (!field.Name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            _fields.Add(field);
        if (_fields.Count == MostFields + 1)
            Add(FieldName, 1, field.Name, $"at most {MostFields} header fields");
    }

    /// <summary>What is left, as much of it as the length says.</summary>
    private ReadOnlyMemory<byte> Body()
    {
        var rest = message[_at..];
        if (_lengths.Count == 0 || _faults.Count > 0)
            return rest;
        var length = _lengths[0];
        if (_lengths.Count > 1)
            AddLength(_lengths[1], "another Content-Length", "one");
        else if (!int.TryParse(length.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var said))
            AddLength(length, TextError.Quote(length.Value), "a number of bytes");
        // An editor's last line end.
        else if (rest.Length < said || !IsLineEnd(rest.Span[said..]))
            AddLength(length, $"{rest.Length} bytes after the empty line", $"{said}, as Content-Length says");
        else
            rest = rest[..said];
        return rest;
    }

    private static bool IsLineEnd(ReadOnlySpan<byte> bytes) => bytes is [] or [(byte)'\n'] or [(byte)'\r', (byte)'\n'];

    /// <summary>The next line of the head; null, with a fault, where there is none.</summary>
    private string? NextLine(string expected)
    {
        _line++;
        var head = message.Span[..HeadEnd];
        var end = head[_at..].IndexOf((byte)'\n');
        if (end < 0)
        {
            Add("request", 1, "", HeadEnd < message.Length ? $"at most {MostHeadBytes} bytes before the body" : expected);
            return null;
        }

        var bytes = head.Slice(_at, end);
        _at += end + 1;
        return Encoding.Latin1.GetString(bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes);
    }

    private int HeadEnd => Math.Min(message.Length, MostHeadBytes);

    private void Add(string field, int column, string found, string expected) =>
        _faults.Add(new Fault(field, column, TextError.Quote(found), expected, _line));

    private void AddLength(RawField field, string found, string expected) =>
        _faults.Add(new Fault($"{FieldName}.{field.Name}", 1, found, expected, field.Line));
}
