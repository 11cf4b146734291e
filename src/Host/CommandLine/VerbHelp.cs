using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace JobQueue.Host.CommandLine;

/// <summary>System.CommandLine's help, then the verb's examples and the exit codes.</summary>
internal sealed class VerbHelp(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly string[] RootExamples = ["jobqueue serve", "jobqueue at now + 5 minutes POST /backups"];

    private static readonly (ExitCode Code, string Meaning)[] Codes =
    [
        (ExitCode.Done, "done"),
        (ExitCode.Refused, "the input or the answer says no: errors in a file, not found, a conflict"),
        (ExitCode.Usage, "the command line is wrong"),
        (ExitCode.Unreachable, "the server cannot be reached"),
        (ExitCode.Configuration, "the configuration is refused"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = parseResult.CommandResult.Command is Verb verb ? verb.Examples : RootExamples;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in Codes)
            output.WriteLine($"  {(int)code,-2}  {meaning}");
        return (int)ExitCode.Done;
    }
}
