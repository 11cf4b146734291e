using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue next</c>: when a schedule is due.</summary>
internal static class NextCommand
{
    internal const string Name = "next";
    private const int DefaultCount = 5;
    private const int MostCount = 1_000_000;
    private const int BatchBytes = 64 * 1024;

    internal static Verb Create()
    {
        var verb = new Verb(
            Name,
            "Show when a schedule is due, without a server",
            "jobqueue next --cron \"*/5 9-17 * * mon-fri\" --tz Europe/Berlin --from 2026-03-28T12:00 --count 3",
            "jobqueue next --at \"noon tomorrow\" --tz Europe/Berlin --from 2026-03-28T12:00",
            "printf 'Europe/Berlin\\t2026-03-28T12:00\\tnow + 5 days\\n' | jobqueue next --at --batch");
        var cron = verb.With(Schedule("--cron", "Five crontab fields, or a word like @daily"));
        var at = verb.With(Schedule("--at", "A time as at(1) reads it, a phrase, or ISO 8601"));
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
        verb.Validators.Add(result =>
        {
            Option[] ofOneSpec = [zone, from, format];
            var said = ofOneSpec.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
            if (result.GetValue(batch) && said is not null)
                result.AddError($"{said.Name} is not for --batch");
        });
        verb.SetAction(parsed =>
        {
            var options = new NextOptions
            {
                IsAt = parsed.GetResult(at) is not null,
                Spec = parsed.GetValue(at) ?? parsed.GetValue(cron),
                TimeZone = parsed.GetValue(zone),
                From = parsed.GetValue(from),
                Count = parsed.GetValue(count),
                Format = parsed.GetValue(format),
            };
            return (int)StandardStreams.Run((output, error) =>
                parsed.GetValue(batch) ? RunBatch(options, output) : Run(options, TimeProvider.System, output, error));
        });
        return verb;
    }

    internal static ExitCode Run(NextOptions options, TimeProvider time, TextWriter output, TextWriter error)
    {
        var specs = new SpecReader(options.IsAt, options.Count);
        if ((options.TimeZone is { } id ? specs.Zone(id) : TimeZoneInfo.Local) is not { } zone)
            return error.Refuse(ExitCode.Usage, $"--tz: found {TextError.Quote(options.TimeZone)}, expected {SpecReader.ExpectedZone}");
        var from = options.From is { } text ? FromText.Read(text, zone) : AtResult.Of(time.GetUtcNow());
        if (from.Error is { } wrong)
            return error.Refuse(ExitCode.Usage, $"--from: found {wrong.Found}, expected {wrong.Expected}");
        var due = specs.Read(options.Spec!, zone, from.Instant!.Value);
        foreach (var fault in due.Errors)
        {
            error.Refuse(ExitCode.Refused, $"{(options.IsAt ? "--at" : "--cron")}: found {fault.Found}, expected {fault.Expected}");
            Caret.Print(error, options.Spec!, fault.Column);
        }

        if (due.Errors.Count > 0)
            return ExitCode.Refused;
        string[] times = [.. due.Times.Select(instant => TimeText.Print(instant, zone))];
        output.WriteLine(options.Format == OutputFormat.Table
            ? string.Join(output.NewLine, times)
            : JsonSerializer.SerializeToElement(Document(options, zone, from.Instant.Value, times)).Indented());
        return ExitCode.Done;
    }

    private static ExitCode RunBatch(NextOptions options, TextWriter output)
    {
        // The reader of a terminal that Console gives waits until a whole block is typed.
        using var input = new StreamReader(StandardStreams.OpenInput(), bufferSize: BatchBytes);
        NextBatch.Answer(input, output, new SpecReader(options.IsAt, options.Count), StandardStreams.IsRead);
        return ExitCode.Done;
    }

    private static JsonObject Document(NextOptions options, TimeZoneInfo zone, DateTimeOffset from, string[] times) => new()
    {
        ["kind"] = options.IsAt ? "at" : "cron",
        ["schedule"] = options.Spec,
        ["timeZone"] = zone.Id,
        ["from"] = TimeText.Print(from, zone),
        ["times"] = new JsonArray([.. times.Select(time => JsonValue.Create(time))]),
    };

    private static Option<string> Schedule(string name, string description) =>
        new(name) { Description = description, HelpName = "SPEC", Arity = ArgumentArity.ZeroOrOne };

    private static void Validate(CommandResult result, Option<string> cron, Option<string> at, Option<bool> batch, Option<int> count)
    {
        OptionResult?[] said = [result.GetResult(cron), result.GetResult(at)];
        if (said.Count(option => option is not null) != 1)
            result.AddError("expected one of --cron and --at");
        else if (said.Any(option => option?.Tokens.Count == 0) != result.GetValue(batch))
            result.AddError("expected either a SPEC or --batch");
        else if (result.GetResult(count) is { Errors: var errors } && !errors.Any() && result.GetValue(count) is < 1 or > MostCount)
            result.AddError($"--count: expected a number from 1 to {MostCount}");
    }
}
