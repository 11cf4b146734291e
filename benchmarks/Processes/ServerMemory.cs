namespace JobQueue.Benchmarks.Processes;

/// <summary>What a server has of the machine's memory.</summary>
internal static class ServerMemory
{
    private const double BytesAMegabyte = 1e6;

    internal static async Task<IReadOnlyList<Figure>> FiguresAsync(string name, Server server)
    {
        var resident = server.ResidentBytes;
        return
        [
            new Figure($"{name}.resident", resident / BytesAMegabyte, "MB"),
            new Figure($"{name}.heap", await server.HeapBytesAsync() / BytesAMegabyte, "MB"),
        ];
    }
}
