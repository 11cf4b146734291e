using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace JobQueue.Host.CommandLine;

/// <summary>Reads the command line and runs its verb.</summary>
internal static class CommandRoot
{
    private const int HelpColumns = 100;

    private static readonly string[] RootOptions = ["--help", "-h", "-?", "--version"];

    /// <summary>Runs the verb that the command line names. Only that verb is made, because making all of them takes time.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="verbs">Every verb by its name.</param>
    internal static async Task<int> RunAsync(string[] args, IReadOnlyList<(string Name, Func<Verb> Create)> verbs)
    {
        var words = WithVerb(args);
        var root = new RootCommand("cron and at for web applications: a job is an HTTP request");
        var named = verbs.Where(verb => verb.Name == words[0]).ToArray();
        foreach (var (_, create) in named.Length > 0 ? named : verbs)
            root.Add(create());
        ReplaceHelp(root);
        // Words beginning with @ are words; a bundle of letters is a misspelt option.
        var reading = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        var parsed = root.Parse(AtWords.MarkEnd(words, root), reading);
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed);
        // The host listens for signals itself; the other verbs have nothing to finish.
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        });
    }

    private static string[] WithVerb(string[] args) =>
        args.Length == 0 || (args[0].StartsWith('-') && !RootOptions.Contains(args[0])) ? [ServeCommand.Name, .. args] : args;

    private static int Refuse(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var (verb, message) = command is Verb
            ? ($"jobqueue {Path(command)}", parsed.Errors[0].Message.TrimEnd('.'))
            : ("jobqueue", $"found \"{string.Join(' ', parsed.UnmatchedTokens)}\", expected a verb");
        parsed.InvocationConfiguration.Error.Refuse(ExitCode.Usage, $"{message}; see {verb} --help");
        return (int)ExitCode.Usage;
    }

    private static string Path(Command command) =>
        command.Parents.OfType<Verb>().FirstOrDefault() is { } above ? $"{above.Name} {command.Name}" : command.Name;

    // The library's own help option also answers to /h and /?, which are URIs here.
    private static void ReplaceHelp(RootCommand root)
    {
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Add(new HelpOption("--help", "-h", "-?")
        {
            Description = "Show help, examples and exit codes",
            Action = new VerbHelp(new HelpAction { MaxWidth = HelpColumns }),
        });
    }
}
