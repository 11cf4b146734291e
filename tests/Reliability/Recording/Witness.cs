namespace JobQueue.Reliability.Recording;

/// <summary>
/// Runs that reached an endpoint inside the process under test, where no target can write them down. A <see cref="StartupHook"/>
/// appends a line at each, before the endpoint runs; the kernel keeps it when the process is killed.
/// </summary>
internal sealed class Witness(string path)
{
    internal IEnumerable<(string Name, string Value)> Environment =>
    [
        ("DOTNET_STARTUP_HOOKS", typeof(Witness).Assembly.Location),
        (StartupHook.PathVariable, path),
    ];

    internal List<Arrival> Arrivals() => File.Exists(path) ? [.. File.ReadAllLines(path).Select(Arrival.Read)] : [];
}
