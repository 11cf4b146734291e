namespace JobQueue.Jobs.Store;

/// <summary>The one name of a file that may have several.</summary>
internal static class RealPath
{
    /// <summary>The full path without links, neither of the file nor of its folders; of a file that is not there yet, too.</summary>
    /// <exception cref="IOException">A link leads to itself.</exception>
    internal static string Of(string path)
    {
        path = Path.GetFullPath(path);
        if (Path.GetDirectoryName(path) is not { } folder)
            return path;
        path = Path.Join(Of(folder), Path.GetFileName(path));
        return new FileInfo(path).LinkTarget is null ? path : Of(File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName);
    }
}
