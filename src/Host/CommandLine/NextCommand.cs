using System.CommandLine;
using System.CommandLine.Parsing;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue next</c>: when a schedule is due.</summary>
internal static class NextCommand
{
    private const int DefaultCount = 5;

    internal static Verb Create()
    {
        var verb = new Verb(
            "next",
            "Show when a schedule is due, without a server",
            "jobqueue next --cron \"*/5 9-17 * * mon-fri\" --tz Europe/Berlin --from 2026-03-28T12:00 --count 3",
            "jobqueue next --at \"noon tomorrow\" --tz Europe/Berlin --from 2026-03-28T12:00",
            "printf 'Europe/Berlin\\t2026-03-28T12:00\\tnoon tomorrow\\n' | jobqueue next --at --batch");
        var cron = verb.With(Schedule("--cron", "Five crontab fields, or a word like @daily"));
        var at = verb.With(Schedule("--at", "A phrase as at(1) reads it"));
        var batch = verb.With(new Option<bool>("--batch") { Description = "Lines ZONE<TAB>FROM<TAB>SPEC on stdin, one answer a line" });
        var zone = verb.With(Verb.Text("--tz", "ZONE", "IANA time zone. Default: this machine's"));
        var from = verb.With(Verb.Text("--from", "TIME", "Wall time in ZONE, or an instant. Default: now"));
        var count = verb.With(new Option<int>("--count")
        {
            Description = "How many times of a recurring schedule",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultCount,
        });
        var format = verb.With(OutputOption.Create());
        verb.Validators.Add(result => Validate(result, cron, at, batch, count));
        verb.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(
            new NextOptions
            {
                IsAt = parsed.GetResult(at) is not null,
                Spec = parsed.GetValue(at) ?? parsed.GetValue(cron),
                IsBatch = parsed.GetValue(batch),
                TimeZone = parsed.GetValue(zone),
                From = parsed.GetValue(from),
                Count = parsed.GetValue(count),
                Format = parsed.GetValue(format),
            },
            Console.In,
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken));
        return verb;
    }

    internal static Task<ExitCode> RunAsync(
        NextOptions options, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        Task.FromResult(ExitCode.Done);

    private static Option<string> Schedule(string name, string description) =>
        new(name) { Description = description, HelpName = "SPEC", Arity = ArgumentArity.ZeroOrOne };

    private static void Validate(CommandResult result, Option<string> cron, Option<string> at, Option<bool> batch, Option<int> count)
    {
        OptionResult?[] said = [result.GetResult(cron), result.GetResult(at)];
        if (said.Count(option => option is not null) != 1)
            result.AddError("expected one of --cron and --at");
        else if (said.Any(option => option?.Tokens.Count == 0) != result.GetValue(batch))
            result.AddError("expected either a SPEC or --batch");
        else if (result.GetResult(count) is { Errors: var errors } && !errors.Any() && result.GetValue(count) < 1)
            result.AddError("--count: expected a number of 1 or more");
    }
}
