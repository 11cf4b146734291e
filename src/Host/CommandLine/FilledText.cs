using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary>Texts that mean nothing when they are empty, as of a variable that is not set: all would be shown, or another thing.</summary>
internal static class FilledText
{
    /// <summary>Refuses an empty text.</summary>
    internal static Option<T> Filled<T>(this Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError($"{option.Name}: found nothing, expected {option.HelpName}");
        });
        return option;
    }

    /// <inheritdoc cref="Filled{T}(Option{T})"/>
    internal static Argument<T> Filled<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError($"found nothing, expected {argument.Name}");
        });
        return argument;
    }
}
