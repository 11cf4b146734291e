using System.CommandLine;
using System.Globalization;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue check</c>: what a crontab says, without running it.</summary>
internal static class CheckCommand
{
    internal const string Name = "check";

    internal static Verb Create()
    {
        var verb = new Verb(
            Name,
            "Show every error of crontabs as file:line:column: message, else their jobs with the next 5 times",
            "jobqueue check jobs.crontab",
            "jobqueue check - --same-minute 50 < jobs.crontab");
        var files = verb.With(new Argument<string[]>("FILE")
        {
            Description = "Crontabs; - is the standard input",
            Arity = ArgumentArity.OneOrMore,
        });
        var from = verb.With(Verb.Text("--from", "TIME", "Wall time of this machine, or an instant. Default: now"));
        var sameMinute = verb.With(new Option<int>("--same-minute")
        {
            Description = "Warn where more jobs are due within one minute of the coming 24 hours; 0: never",
            HelpName = "N",
            DefaultValueFactory = _ => CheckOptions.DefaultSameMinute,
        });
        sameMinute.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens.SingleOrDefault()?.Value ?? "0", CultureInfo.InvariantCulture, out var number) || number < 0)
                result.AddError("--same-minute: expected a number of 0 or more");
        });
        var format = verb.With(OutputOption.Create());
        verb.SetAction(parsed =>
        {
            var options = new CheckOptions
            {
                Files = [.. parsed.GetRequiredValue(files).Distinct()],
                From = parsed.GetValue(from),
                SameMinute = parsed.GetValue(sameMinute),
                Format = parsed.GetValue(format),
            };
            return (int)StandardStreams.Run((output, error) =>
                Run(options, TimeProvider.System, StandardStreams.OpenInput(), output, error));
        });
        return verb;
    }

    internal static ExitCode Run(CheckOptions options, TimeProvider time, Stream input, TextWriter output, TextWriter error)
    {
        var from = options.From is { } text ? FromText.Read(text, TimeZoneInfo.Local) : AtResult.Of(time.GetUtcNow());
        if (from.Error is { } wrong)
            return error.Refuse(ExitCode.Usage, $"--from: found {wrong.Found}, expected {wrong.Expected}");
        if (FolderConfiguration.ForCrontabs(out var faults) is not { } context)
        {
            foreach (var fault in faults)
                error.Refuse(ExitCode.Configuration, ScreenText.Harmless(fault));
            return ExitCode.Configuration;
        }

        var read = options.Files.Select(file => CheckInput.Read(file, input)).ToArray();
        var report = CheckReport.Of(options.Files, read, context, from.Instant!.Value, options.SameMinute);
        if (options.Format == OutputFormat.Json)
            CheckDocument.Print(report, output);
        else
            Print(report, output, error);
        return report.Errors.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Print(CheckReport report, TextWriter output, TextWriter error)
    {
        CheckFaults.Print(report, error);
        error.Flush();
        if (report.Errors.Count == 0)
            CheckTable.Print(report.Jobs, output);
    }
}
