using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times.At;

/// <summary>A row of at-cases.tsv.</summary>
/// <param name="Now">The present instant.</param>
/// <param name="Zone">The time zone's id.</param>
/// <param name="Spec">The time.</param>
/// <param name="Expected">What JobQueue answers: an instant, past or refused.</param>
internal sealed record AtCase(string Now, string Zone, string Spec, string Expected)
{
    private const int Answer = 3;
    private const int Ours = 4;

    internal static IReadOnlyList<AtCase> Recorded()
    {
        using var reader = new StreamReader(typeof(AtCase).Assembly.GetManifestResourceStream("at-cases.tsv")!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Of)];
    }

    /// <summary>What is answered now, in the words of <see cref="Expected"/>.</summary>
    internal string Answered()
    {
        var zone = Zones.Of(Zone);
        var result = AtAlone.Parse(Spec, Instants.Of(Now), zone);
        return result.Instant is { } instant ? TimeText.Print(instant, zone)
            : result.Error!.Expected.Contains(" ago", StringComparison.Ordinal) ? "past" : "refused";
    }

    private static AtCase Of(string line)
    {
        var cells = line.Split('\t');
        var spec = cells[2].Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
        return new(cells[0], cells[1], spec, cells.Length > Ours ? cells[Ours] : cells[Answer]);
    }
}
