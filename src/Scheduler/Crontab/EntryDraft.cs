using System.Text;
using JobQueue.Jobs.Policy;
using JobQueue.Scheduler.Requests;

namespace JobQueue.Scheduler.Crontab;

/// <summary>What the options of one line have said so far.</summary>
internal sealed class EntryDraft(JobPolicy policy, CrontabContext context, LineReport report)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string JsonType = "application/json";
    private const string ContentType = "Content-Type";

    private List<KeyValuePair<string, string>>? _headers;
    private List<byte>? _data;
    private byte[]? _json;

    internal JobPolicy Policy { get; private set; } = policy;

    internal int NameColumn { get; private set; }

    /// <summary>Whether a part of it is in a file.</summary>
    internal bool ReadsFiles { get; private set; }

    internal bool HasBody => _data is not null || _json is not null;

    internal ReadOnlyMemory<byte> Body => _json ?? _data?.ToArray() ?? ReadOnlyMemory<byte>.Empty;

    /// <summary>The headers of the line, and behind them those that follow from its body, as curl sends them.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers()
    {
        if (_json is not null)
        {
            AddMissing(ContentType, JsonType);
            AddMissing("Accept", JsonType);
        }
        else if (_data is not null)
        {
            AddMissing(ContentType, FormType);
        }

        return _headers ?? (IReadOnlyList<KeyValuePair<string, string>>)[];
    }

    internal void TakePolicy(PolicyOption option, ShellWord value)
    {
        if (option.Read(Policy, value.Text) is not { } changed)
        {
            report.Error(value.Column, value.Text, option.Expected);
            return;
        }

        if (context.Targets?.Refusal(changed.Target) is { } expected && changed.Target != Policy.Target)
        {
            report.Error(value.Column, value.Text, expected);
            return;
        }

        Policy = changed;
        if (option.Option == "--name")
            NameColumn = value.Column;
        context.ReportDoubt(option, changed, value.Column, report);
    }

    internal void TakeHeader(ShellWord header)
    {
        var colon = header.Text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? header.Text : header.Text[..colon];
        var expected = colon < 0 ? "a header like Name: value" : RequestHeader.NameRefusal(name);
        if (expected is not null)
        {
            report.Error(header.Column, name, expected);
            return;
        }

        var value = header.From(colon + 1);
        var bad = RequestHeader.BadCharacterIn(value.Text);
        if (bad >= 0)
            report.Error(value.ColumnOf(bad), value.Text.AsSpan(bad), "printable ASCII in a header");
        else
            (_headers ??= []).Add(new(name, value.Text.Trim(' ', '\t')));
    }

    /// <summary>Adds to the body, behind an <c>&amp;</c> if there is one; of a file without its line ends and NULs (curl(1)).</summary>
    internal void TakeData(ShellWord data)
    {
        if (_json is not null)
            report.Error(data.Column, data.Text, "either --json or --data");
        if (_data is null)
            _data = [];
        else
            _data.Add((byte)'&');
        if (data.Text is ['@', ..])
            _data.AddRange(ReadFile(data).ToArray().Where(octet => octet is not ((byte)'\r' or (byte)'\n' or 0)));
        else
            _data.AddRange(Encoding.UTF8.GetBytes(data.Text));
    }

    internal void TakeJson(ShellWord json)
    {
        if (_data is not null)
            report.Error(json.Column, json.Text, "either --json or --data");
        var isFile = json.Text is ['@', ..];
        _json = isFile ? JsonText.WithoutMark(ReadFile(json).Span) : Encoding.UTF8.GetBytes(json.Text);
        if (JsonText.FaultIn(_json) is not { } fault || (isFile && _json.Length == 0 && report.HasErrors))
            return;
        if (isFile)
            report.Error(json.Column, json.Text, $"well-formed JSON in it: {fault.Reason}");
        else
            report.Error(json.ColumnOf(fault.Character), json.Text.AsSpan(fault.Character), $"well-formed JSON: {fault.Reason}");
    }

    private ReadOnlyMemory<byte> ReadFile(ShellWord word)
    {
        ReadsFiles = true;
        var file = context.ReadData(report.File, word.Text[1..]);
        if (file.Refusal is not null)
            report.Error(word.Column, word.Text, file.Refusal);
        return file.Refusal is null ? file.Content : ReadOnlyMemory<byte>.Empty;
    }

    private void AddMissing(string name, string value)
    {
        _headers ??= [];
        if (!_headers.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            _headers.Add(new(name, value));
    }
}
