namespace JobQueue.Reliability.Storage;

/// <summary>What is done to a ledger while no process has it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Do">Given the ledger's path, and chance.</param>
internal sealed record Damage(string Name, Action<string, Random> Do)
{
    private const int Page = 4096;
    private const int MostFlipped = 64;

    internal static readonly IReadOnlyList<Damage> Once =
    [
        new("deleted",         (path, _) => File.Delete(path)),
        new("emptied",         (path, _) => File.WriteAllBytes(path, [])),
        new("a text",          (path, _) => File.WriteAllText(path, string.Concat(Enumerable.Repeat("not a database\n", 1000)))),
        new("a folder",        (path, _) => Replace(path)),
        new("half of it gone", (path, _) => Edit(path, file => file.SetLength(file.Length / 2 / Page * Page))),
        new("no header",       (path, _) => Edit(path, file => file.Write(new byte[Page]))),
        new("a zeroed page",   (path, chance) => Edit(path, file => Write(file, chance.NextInt64(1, file.Length / Page) * Page, new byte[Page]))),
    ];

    /// <summary>Other bytes at any place.</summary>
    internal static readonly Damage Flip = new("bytes flipped", (path, chance) => Edit(path, file =>
    {
        var bytes = new byte[chance.Next(1, MostFlipped)];
        chance.NextBytes(bytes);
        Write(file, chance.NextInt64(file.Length - MostFlipped), bytes);
    }));

    private static void Write(FileStream file, long at, byte[] bytes)
    {
        file.Position = at;
        file.Write(bytes);
    }

    private static void Edit(string path, Action<FileStream> edit)
    {
        using var file = new FileStream(path, FileMode.Open);
        edit(file);
    }

    private static void Replace(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }
}
