using System.CommandLine;
using System.Globalization;

namespace JobQueue.Benchmarks;

/// <summary>Options whose value is numbers separated by commas.</summary>
internal static class Numbers
{
    internal static Option<int[]> Option(string name, string description, params int[] usual) => new(name)
    {
        Description = description,
        HelpName = "N,N",
        DefaultValueFactory = _ => usual,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(word => Parse(word, result.AddError))],
    };

    private static int Parse(string word, Action<string> refuse)
    {
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        refuse($"found \"{word}\", expected numbers separated by commas");
        return 0;
    }
}
