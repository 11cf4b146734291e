using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue check</c>: what a crontab says, without running it.</summary>
internal static class CheckCommand
{
    internal static Verb Create()
    {
        var verb = new Verb(
            "check",
            "Show every error of crontabs as file:line:column: message, else their jobs with the next 5 times",
            "jobqueue check jobs.crontab");
        var files = verb.With(new Argument<string[]>("FILE") { Description = "Crontabs", Arity = ArgumentArity.OneOrMore });
        var format = verb.With(OutputOption.Create());
        verb.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(
            parsed.GetRequiredValue(files),
            parsed.GetValue(format),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken));
        return verb;
    }

    internal static Task<ExitCode> RunAsync(
        IReadOnlyList<string> files, OutputFormat format, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        Task.FromResult(ExitCode.Done);
}
