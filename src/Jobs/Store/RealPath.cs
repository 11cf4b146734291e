namespace JobQueue.Jobs.Store;

/// <summary>The one name of a file that may have several.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The full path without links, neither of the file nor of its folders; of a file that is not there yet, too.</summary>
    /// <exception cref="IOException">A link leads to itself, or below itself.</exception>
    internal static string Of(string path)
    {
        var links = 0;
        return Of(Path.GetFullPath(path), ref links);
    }

    private static string Of(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
            return path;
        path = Path.Join(Of(folder, ref links), Path.GetFileName(path));
        if (new FileInfo(path).LinkTarget is not { } target)
            return path;
        // A link that leads below itself has a next one for ever.
        if (++links > MostLinks)
            throw new IOException($"{path} leads through more than {MostLinks} links");
        return Of(Path.GetFullPath(target, Path.GetDirectoryName(path)!), ref links);
    }
}
