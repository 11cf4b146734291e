using System.Text.Json;

namespace JobQueue.Host.CommandLine;

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer
{
    public required int Status { get; init; }

    public Uri? Location { get; init; }

    /// <summary>Null when the answer has no body that can be read.</summary>
    public JsonElement? Document { get; init; }

    internal bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>What the answer complains about, a line each; RFC 9457, with the messages of its fields in <c>errors</c>.</summary>
    internal IEnumerable<string> Complaints()
    {
        var fields = (Document?.Field("errors"))?.Fields()
            .SelectMany(field => field.Value.Items().Select(message => (field.Name.Length == 0 ? "" : field.Name + ": ") + message))
            .ToArray() ?? [];
        return fields.Length > 0 ? fields : [Said() + Advice()];
    }

    /// <summary>Prints the complaints.</summary>
    internal ExitCode Refuse(TextWriter error)
    {
        foreach (var complaint in Complaints())
            error.Refuse(ExitCode.Refused, complaint);
        return ExitCode.Refused;
    }

    private string Said() => (Document?.Text("detail") ?? Document?.Text("title") ?? $"the server answered {Status}").TrimEnd('.');

    private string Advice() => Status switch
    {
        401 => "; pass a key with --key or JOBQUEUE_KEY",
        403 => "; pass a key that may do this with --key or JOBQUEUE_KEY",
        404 => "; see `jobqueue list` and `jobqueue runs`",
        _ => "",
    };
}
