using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary>A command with examples for its help.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    internal IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Adds the option and gives it back.</summary>
    internal Option<T> With<T>(Option<T> option)
    {
        Add(option);
        return option;
    }

    /// <summary>Adds the argument and gives it back; its words are never misspelt options.</summary>
    internal Argument<T> With<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => IsOption(token.Value)) is { } unknown)
                result.AddError($"unknown option {unknown.Value}");
        });
        Add(argument);
        return argument;
    }

    /// <summary>An option that takes a text.</summary>
    internal static Option<string> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    // at's phrases have "-" and "-5" as words.
    private static bool IsOption(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) || (word.Length > 1 && word[0] == '-' && char.IsAsciiLetter(word[1]));
}
