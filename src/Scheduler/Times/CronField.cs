namespace JobQueue.Scheduler.Times;

/// <summary>One of the five fields of a crontab(5) schedule: what differs between them.</summary>
/// <param name="Noun">What a value is called in messages.</param>
/// <param name="First">The smallest value.</param>
/// <param name="Last">The largest value.</param>
/// <param name="Names">Three-letter names of the values from <paramref name="NamesFrom"/>; empty where there are none.</param>
/// <param name="NamesFrom">The value of the first name.</param>
internal sealed record CronField(string Noun, int First, int Last, IReadOnlyList<string> Names, int NamesFrom)
{
    internal static readonly CronField Minute = new("minute", 0, 59, [], 0);
    internal static readonly CronField Hour = new("hour", 0, 23, [], 0);
    internal static readonly CronField DayOfMonth = new("day of month", 1, 31, [], 0);

    internal static readonly CronField Month = new(
        "month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1);

    /// <summary>0 and 7 are Sunday.</summary>
    internal static readonly CronField DayOfWeek = new("day of week", 0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"], 0);

    /// <summary>The fields in the order they are written.</summary>
    internal static readonly IReadOnlyList<CronField> All = [Minute, Hour, DayOfMonth, Month, DayOfWeek];

    /// <summary>What a value of this field can be, for messages.</summary>
    internal string Expected { get; } =
        $"{(Noun == "hour" ? "an" : "a")} {Noun} from {First} to {Last}" + (Names.Count > 0 ? $" or {Names[0]}-{Names[^1]}" : "");

    /// <summary>The value of a three-letter name in any case; -1 where it is none.</summary>
    internal int ValueOf(ReadOnlySpan<char> name)
    {
        for (var index = 0; index < Names.Count; index++)
            if (name.Equals(Names[index], StringComparison.OrdinalIgnoreCase))
                return NamesFrom + index;
        return -1;
    }
}
