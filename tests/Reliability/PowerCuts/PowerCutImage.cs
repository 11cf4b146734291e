namespace JobQueue.Reliability.PowerCuts;

/// <summary>A file as a power cut leaves it: all that was synced, and of the rest what chance has brought to disk, in any order.</summary>
/// <param name="Bytes">The whole file.</param>
/// <param name="Lost">Changes that were lost, as a whole or in part.</param>
internal sealed record PowerCutImage(byte[] Bytes, int Lost)
{
    /// <summary>One of many that there may be.</summary>
    /// <param name="file">What was done to the file.</param>
    /// <param name="moment">The last line of the trace before the power is cut.</param>
    /// <param name="chance">Of what is lost.</param>
    internal static PowerCutImage Of(TracedFile file, int moment, Random chance)
    {
        var unsynced = file.UnsyncedAt(moment).ToList();
        var kept = Kept(unsynced, chance).ToList();
        using var image = new MemoryStream();
        foreach (var change in file.SyncedAt(moment).Concat(kept))
            change.Apply(image);
        // A file system may keep the length and lose the bytes.
        if (chance.Next(2) == 0)
            image.SetLength(unsynced.Select(change => change.End).Append(image.Length).Max());
        return new PowerCutImage(image.ToArray(), unsynced.Except(kept).Count());
    }

    private static IEnumerable<FileChange> Kept(List<FileChange> unsynced, Random chance)
    {
        var first = chance.Next(unsynced.Count);
        return chance.Next(5) switch
        {
            0 => [],
            1 => unsynced,
            2 => unsynced.Where(_ => chance.Next(2) == 0),
            3 => unsynced.Take(first),
            _ => [.. unsynced.Take(first), .. unsynced.Skip(first).Take(1).SelectMany(change => change.Torn(chance))],
        };
    }
}
