using System.Text;
using System.Text.Unicode;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.Pages.Runs;

/// <summary>A run's request as a command line of curl(1), quoted for a POSIX shell.</summary>
internal static class CurlCommand
{
    /// <summary>Longer bodies are no matter of a command line.</summary>
    internal const int MostBodyBytes = 65_536;

    private const string NextLine = " \\\n  ";

    /// <summary>The command; null where the body is too long for one, or the address is not known.</summary>
    /// <param name="run">The run.</param>
    /// <param name="app">Where the app itself is, without a slash at the end.</param>
    /// <param name="targets">The configured targets.</param>
    internal static string? Of(Run run, string app, Targets targets)
    {
        var request = run.Request;
        if (request.Body.Length > MostBodyBytes || Address(run, app, targets) is not { } address)
            return null;
        var isText = IsText(request.Body.Span);
        // Braces and brackets of the address are no patterns.
        List<string> words = ["curl --globoff", .. Method(request), Quoted(address)];
        var headers = SentHeaders(request);
        words.AddRange(headers.Select(header => $"-H {Quoted(Field(header))}"));
        if (!request.Body.IsEmpty)
        {
            // Else curl says that it is a form.
            if (!headers.Any(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
                words.Add("-H 'Content-Type:'");
            words.Add(isText ? $"--data-raw {Quoted(Encoding.UTF8.GetString(request.Body.Span))}" : "--data-binary @-");
        }

        var command = string.Join(NextLine, words);
        return isText ? command : $"printf %s {Convert.ToBase64String(request.Body.Span)} | base64 -d |{NextLine}{command}";
    }

    /// <summary>The request's own header fields, without those of JobQueue.</summary>
    internal static List<KeyValuePair<string, string>> SentHeaders(JobRequest request) =>
        [.. request.Headers.Where(header => !RunHeaders.IsReserved(header.Key))];

    /// <summary>One word of a POSIX shell, whatever is in it.</summary>
    internal static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    // curl(1): a field without a value ends in a semicolon; one that ends in a colon is left out.
    private static string Field(KeyValuePair<string, string> header) =>
        header.Value.Length == 0 ? $"{header.Key};" : $"{header.Key}: {header.Value}";

    // No shell takes a zero byte.
    private static bool IsText(ReadOnlySpan<byte> body) => Utf8.IsValid(body) && !body.Contains((byte)0);

    private static IEnumerable<string> Method(JobRequest request) => request switch
    {
        { Method: "GET", Body.IsEmpty: true } => [],
        { Method: "HEAD" } => ["--head"],
        _ => [$"-X {Quoted(request.Method)}"],
    };

    private static string? Address(Run run, string app, Targets targets) =>
        BaseUrl.IsAbsolute(run.Request.Uri) ? run.Request.Uri
        : run.Policy.Target is not { } name ? app + run.Request.Uri
        : targets.Find(name) is { } target ? target.BaseUrl.AbsoluteUri.TrimEnd('/') + run.Request.Uri
        : BaseUrl.IsAbsolute(name) ? name.TrimEnd('/') + run.Request.Uri
        : null;
}
