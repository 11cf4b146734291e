using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary>How a reading verb prints.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>The API's documents.</summary>
    Json,
}

/// <summary>The option that says which.</summary>
internal static class OutputOption
{
    internal static Option<OutputFormat> Create() => new("--output", "-o")
    {
        Description = "table or json",
        HelpName = "FORMAT",
        CustomParser = result => Read(result.Tokens[0].Value, result.AddError),
    };

    private static OutputFormat Read(string text, Action<string> refuse)
    {
        if (text == "json")
            return OutputFormat.Json;
        if (text != "table")
            refuse($"--output: found \"{text}\", expected table or json");
        return OutputFormat.Table;
    }
}
