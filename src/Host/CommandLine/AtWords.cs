using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary>The words of <c>at</c>: when, and what.</summary>
/// <param name="Spec">The phrase, its words joined by blanks.</param>
/// <param name="Method">Null: not said.</param>
/// <param name="Uri">Where the request goes.</param>
internal sealed record AtWords(string Spec, string? Method, string Uri)
{
    // The parser drops "--" and takes what follows for arguments, but the request has options; so it travels as a word nobody types.
    private const string End = "\u001f";
    private const string EndTyped = "--";

    private const string MissingTime =
        "the time is missing, expected it before the request: jobqueue at now + 5 minutes POST /backups";
    private const string MissingRequest =
        "the request is missing, expected [METHOD] URI after the time: jobqueue at now + 5 minutes POST /backups";

    // RFC 9110 and RFC 5789. Other methods need the "--", since at's words are case-insensitive.
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

    /// <summary>The command line with the end of the phrase marked, where its verb is <c>at</c>.</summary>
    internal static IReadOnlyList<string> MarkEnd(IReadOnlyList<string> args, Command root)
    {
        if (args[0] != AtCommand.Name)
            return args;
        var takers = root.Subcommands.Single(verb => verb.Name == AtCommand.Name).Options
            .Where(option => option.Arity.MinimumNumberOfValues > 0)
            .SelectMany(option => option.Aliases.Append(option.Name))
            .ToHashSet();
        var end = Enumerable.Range(1, args.Count - 1).FirstOrDefault(i => args[i] == EndTyped && !takers.Contains(args[i - 1]));
        return end == 0 ? args : [.. args.Take(end), End, .. args.Skip(end + 1)];
    }

    /// <summary>
    /// Splits at the end mark, else before the first word that is a method or begins a URI; null, and why, when there is no request
    /// or no phrase.
    /// </summary>
    internal static AtWords? Split(IReadOnlyList<string> words, out string? error)
    {
        var list = words.ToList();
        var mark = list.IndexOf(End);
        var begin = mark >= 0 ? mark : list.FindIndex(BeginsRequest);
        string[] request = begin < 0 ? [] : [.. list.Skip(mark >= 0 ? begin + 1 : begin)];
        error = begin == 0 ? MissingTime : Fault(request);
        return error is null ? new AtWords(string.Join(' ', list.Take(begin)), request.Length > 1 ? request[0] : null, request[^1]) : null;
    }

    private static string? Fault(string[] request) => request switch
    {
        [] => MissingRequest,
        [var only] => IsMethod(only) ? MissingRequest : null,
        [var first, _] when IsMethod(first) => null,
        [var first, _] when first.All(char.IsAsciiLetter) =>
            $"found \"{first}\", expected a method in upper case: {first.ToUpperInvariant()}",
        [_, var second] => $"found \"{second}\" after the URI, expected an option",
        _ => $"found \"{request[2]}\" after the request, expected an option",
    };

    private static bool BeginsRequest(string word) =>
        Methods.Contains(word) || word.StartsWith('/') || word.StartsWith("http", StringComparison.Ordinal);

    private static bool IsMethod(string word) => word.All(char.IsAsciiLetterUpper);
}
