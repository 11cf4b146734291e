using System.CommandLine;
using System.Text.Json;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Loading;

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
        verb.SetAction(parsed => (int)Run(
            parsed.GetRequiredValue(files),
            parsed.GetValue(format),
            TimeProvider.System,
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return verb;
    }

    internal static ExitCode Run(IReadOnlyList<string> files, OutputFormat format, TimeProvider time, TextWriter output, TextWriter error)
    {
        var read = files.Distinct().Select(CrontabFiles.Read).ToArray();
        CrontabSource[] sources = [.. read.Where(file => file.Source is not null).Select(file => file.Source!)];
        var context = new CrontabContext { DefaultZone = TimeZoneInfo.Local, ReadData = CrontabFiles.ReadData };
        var parsed = CrontabParser.Parse(sources, context);
        parsed = parsed with { Errors = [.. read.Where(file => file.Fault is not null).Select(file => file.Fault!), .. parsed.Errors] };
        Print(files, sources, parsed, format, time.GetUtcNow(), output, error);
        return parsed.Errors.IsEmpty ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Print(
        IReadOnlyList<string> files,
        CrontabSource[] sources,
        ParsedCrontab parsed,
        OutputFormat format,
        DateTimeOffset now,
        TextWriter output,
        TextWriter error)
    {
        var isJson = format == OutputFormat.Json;
        if (isJson)
            output.WriteLine(JsonSerializer.SerializeToElement(CheckDocument.Of(files, parsed, now)).Indented());
        if (!isJson)
            CheckFaults.Print(sources, parsed, error);
        if (!isJson && parsed.Errors.IsEmpty)
            CheckTable.Print(parsed.Lines, now, output);
    }
}
