namespace JobQueue.Reliability.PowerCuts;

/// <summary>A write to a file, or another length of it.</summary>
/// <param name="Began">The line of the trace that it began with.</param>
/// <param name="Ended">That it ended with.</param>
/// <param name="Offset">Of the bytes; without any, where the file ends from then on.</param>
/// <param name="Bytes">Null: the length is changed.</param>
internal sealed record FileChange(int Began, int Ended, long Offset, byte[]? Bytes)
{
    private const int SectorBytes = 512;

    /// <summary>Where it ends in the file.</summary>
    internal long End => Offset + (Bytes?.Length ?? 0);

    internal void Apply(Stream file)
    {
        if (Bytes is null)
        {
            file.SetLength(Offset);
            return;
        }

        file.Position = Offset;
        file.Write(Bytes);
    }

    /// <summary>What a power cut in the middle of it leaves: of each sector the new bytes, those before, or others.</summary>
    internal IEnumerable<FileChange> Torn(Random chance)
    {
        for (var from = 0; from < Bytes?.Length;)
        {
            var to = (int)Math.Min(Bytes.Length, from + SectorBytes - ((Offset + from) % SectorBytes));
            var sector = this with { Offset = Offset + from, Bytes = Bytes[from..to] };
            switch (chance.Next(3))
            {
                case 0:
                    yield return sector;
                    break;
                case 1:
                    chance.NextBytes(sector.Bytes);
                    yield return sector;
                    break;
            }

            from = to;
        }
    }
}
