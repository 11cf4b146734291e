using System.Runtime.InteropServices;
using System.Text;

namespace JobQueue.Host.CommandLine;

/// <summary>The standard streams of verbs that print much.</summary>
internal static class StandardStreams
{
    private const int BlockCharacters = 64 * 1024;

    private const int InputDescriptor = 0;

    // fcntl(2)
    private const int GetFlags = 1;
    private const int ClosedOnExecute = 1;

    // poll(2)
    private const int Descriptor = 1;
    private const short Fault = 0x08 | 0x10 | 0x20;

    /// <summary>
    /// Runs a verb that is given the standard output and the standard error, which print in blocks and at the end. Where a standard stream
    /// is closed, full or a folder, this is said and the code is 1.
    /// </summary>
    internal static ExitCode Run(Func<TextWriter, TextWriter, ExitCode> verb)
    {
        var error = Writer(Console.OpenStandardError());
        var output = Writer(Console.OpenStandardOutput());
        try
        {
            var code = verb(output, error);
            error.Flush();
            output.Flush();
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(Console.Error, e);
        }
    }

    /// <summary>Says why a standard stream cannot be used.</summary>
    internal static ExitCode Refuse(TextWriter error, Exception e) =>
        error.Refuse(ExitCode.Refused, $"the standard input or output cannot be used ({(e.InnerException ?? e).Message})");

    /// <summary>
    /// False once the other end of the standard output's pipe is closed. The console itself says nothing then, and a verb that goes on as
    /// long as there is input would do so for nobody. Not known on Windows: true.
    /// </summary>
    internal static bool IsRead()
    {
        if (OperatingSystem.IsWindows())
            return true;
        var output = new PollDescriptor { Descriptor = Descriptor };
        return Poll(ref output, 1, 0) <= 0 || (output.Returned & Fault) == 0;
    }

    /// <summary>
    /// The standard input as bytes: nothing where it was closed when the process began. The runtime opens pipes of its own, and the first
    /// gets the number of the standard input then; who reads that waits forever. What was inherited is not closed on execute, unlike those.
    /// </summary>
    internal static Stream OpenInput() => IsInputClosed() ? Stream.Null : Console.OpenStandardInput();

    private static bool IsInputClosed() =>
        !OperatingSystem.IsWindows() && Fcntl(InputDescriptor, GetFlags) is var flags && (flags < 0 || (flags & ClosedOnExecute) != 0);

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), BlockCharacters);

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(int descriptor, int command);

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        internal int Descriptor;
        internal short Asked;
        internal short Returned;
    }
}
