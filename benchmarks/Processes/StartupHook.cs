using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// Runs inside a measured process before its Main, and says how large its heap is when signalled; .NET wants this very name, without a namespace.
/// </summary>
internal static class StartupHook
{
    /// <summary>SIGUSR1 on Linux.</summary>
    internal const int Signal = 10;

    internal const string Prefix = "heap ";

    private static PosixSignalRegistration? _registration;

    public static void Initialize() => _registration = PosixSignalRegistration.Create((PosixSignal)Signal, context =>
    {
        context.Cancel = true;
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{GC.GetTotalMemory(forceFullCollection: false)}"));
    });
}
