using JobQueue.Host.CommandLine;

namespace JobQueue.Host.Tests.CommandLine;

/// <summary><c>check</c> in this process.</summary>
internal static class CheckRun
{
    // The Saturday before the clocks of Berlin go forward.
    private static readonly DateTimeOffset Now = new(2026, 3, 28, 11, 0, 0, TimeSpan.Zero);

    internal static CommandResult Of(CheckOptions options, ReadOnlySpan<byte> input = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var typed = new MemoryStream(input.ToArray());
        var code = CheckCommand.Run(options, new ManualTimeProvider(Now), typed, output, error);
        return new CommandResult((int)code, output.ToString(), error.ToString());
    }
}
