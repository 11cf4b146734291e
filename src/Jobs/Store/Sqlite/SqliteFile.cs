using System.Runtime.InteropServices;
using SQLitePCL;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>The file below a connection.</summary>
internal static class SqliteFile
{
    // SQLITE_FCNTL_HAS_MOVED
    private const int HasMovedCode = 20;

    /// <summary>
    /// Whether the name of the file is another's or nobody's by now. What is written goes where nobody looks for it then. False on Windows,
    /// where a file that is open keeps its name.
    /// </summary>
    internal static bool HasMoved(sqlite3 database)
    {
        var hasMoved = 0;
        return Control(database, "main", HasMovedCode, ref hasMoved) == raw.SQLITE_OK && hasMoved != 0;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int Control(sqlite3 database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int code, ref int value);
}
