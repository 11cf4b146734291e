using Microsoft.Extensions.Options;

namespace JobQueue.Host.CommandLine;

/// <summary>What is wrong with a configuration, in words.</summary>
internal static class ConfigurationFault
{
    /// <summary>A line for each fault, with what lies behind it.</summary>
    internal static IEnumerable<string> Messages(Exception e) =>
        e is AggregateException several ? several.InnerExceptions.SelectMany(Messages)
        : e is OptionsValidationException options ? options.Failures
        : [Message(e)];

    /// <summary>The fault with what lies behind it: of a file that is no JSON, where.</summary>
    internal static string Message(Exception e)
    {
        var text = e.Message;
        for (var cause = e.InnerException; cause is not null; cause = cause.InnerException)
            if (!text.Contains(cause.Message, StringComparison.Ordinal))
                text = $"{text.TrimEnd('.')}: {cause.Message}";
        return text.ReplaceLineEndings(" ");
    }
}
