using System.CommandLine;
using System.Text.Json;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue show</c>: all that is known of a job, else of a run.</summary>
internal static class ShowCommand
{
    internal const string Name = "show";

    internal static Verb Create()
    {
        var verb = new Verb(Name, "Show a job, or a run", "jobqueue show weekly-report", "jobqueue show weekly-report --output json");
        var id = verb.With(new Argument<string>("ID") { Description = "The id or the name of a job, or the id of a run" }.Filled());
        var format = verb.With(OutputOption.Create());
        return verb.Calls(async (parsed, api, cancellationToken) =>
        {
            var path = Uri.EscapeDataString(parsed.GetRequiredValue(id));
            var job = await api.GetAsync("jobs/" + path, cancellationToken);
            var run = job.Status == StatusCodes.Status404NotFound ? await api.GetAsync("runs/" + path, cancellationToken) : job;
            if ((run.IsSuccess ? run : job) is not { IsSuccess: true, Document: { } document })
                return job.Refuse(parsed.InvocationConfiguration.Error);
            Print(document, parsed.GetValue(format), parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
    }

    private static void Print(JsonElement document, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
        {
            output.WriteLine(document.Indented());
            return;
        }

        var lines = DocumentText.Lines(document).ToArray();
        var width = lines.Select(line => line.Name.Length).DefaultIfEmpty().Max();
        foreach (var (name, text) in lines)
            output.WriteLine($"{name.PadRight(width)}  {Table.OneLine(text)}");
    }
}
