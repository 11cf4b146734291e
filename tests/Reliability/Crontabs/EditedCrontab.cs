using System.Globalization;
using System.Text;

namespace JobQueue.Reliability.Crontabs;

/// <summary>A crontab of jobs that are due every second, as it is after some edits.</summary>
/// <param name="Url">Of the recorder, given its query.</param>
internal sealed record EditedCrontab(Func<string, string> Url)
{
    internal const string NeverEdited = "still";
    internal const string Changed = "changed";
    internal const string Retimed = "retimed";
    internal const string OneName = "renamed-one";
    internal const string OtherName = "renamed-other";

    // 300 to 2,000 ms.
    private static readonly int[] Delays = [300, 700, 1200, 2000];

    /// <summary>Of the file: the last line says it, and no run.</summary>
    public int Version { get; init; }

    /// <summary>Of the request of the jobs that are changed.</summary>
    public int Revision { get; init; }

    public bool IsSwapped { get; init; }

    public int Comments { get; init; }

    public bool IsRenamed { get; init; }

    public bool IsRetimed { get; init; }

    public bool IsAway { get; init; }

    public bool HasEqualLine { get; init; }

    /// <summary>A name is given twice: with this it is no good crontab.</summary>
    public bool HasNameTwice { get; init; }

    /// <summary>Jobs, the one that is never due too.</summary>
    internal int Jobs => Lines().Count + 1;

    internal string Text => string.Concat(
        Enumerable.Range(0, Comments).Select(number => $"# comment {number}").Concat(Lines()).Append(Marker).Select(line => line + "\n"));

    private string Marker => string.Create(CultureInfo.InvariantCulture, $"0 0 1 1 *  -  /echo?v={Version} --name version");

    /// <summary>The hash of the body that goes with a request of this revision.</summary>
    internal static string Body(int revision) => Arrival.Hash(Encoding.UTF8.GetBytes(Sent(revision)));

    /// <summary>The revision of a request by its address.</summary>
    internal static int RevisionOf(string uri) => int.Parse(uri.Split("v=")[1].Split('&')[0], CultureInfo.InvariantCulture);

    private static string Sent(int revision) => string.Create(CultureInfo.InvariantCulture, $"v={revision}");

    private List<string> Lines()
    {
        List<string> still = [.. Delays.Select((delay, number) => Line("@every 1s", delay, 0, $"--name {NeverEdited}-{number}"))];
        if (IsSwapped)
            (still[0], still[1]) = (still[1], still[0]);
        var unnamed = Line("@every 1s", 400, 0, "");
        return
        [
            .. still,
            Line("@every 1s", 900, Revision, $"--name {Changed}"),
            Line("@every 1s", 100, Revision, $"--name {Changed}-again --queue again --retry 1", "&status=503,200&after=1"),
            Line(IsRetimed ? "@every 2s" : "@every 1s", 800, 0, $"--name {Retimed}"),
            Line("@every 1s", 1100, 0, $"--name {(IsRenamed ? OtherName : OneName)}"),
            .. IsAway ? [] : new[] { Line("@every 1s", 1300, 0, "--name away") },
            unnamed,
            .. HasEqualLine ? [unnamed] : Array.Empty<string>(),
            .. HasNameTwice ? [Line("@every 1s", 500, Revision, $"--name {NeverEdited}-0")] : Array.Empty<string>(),
        ];
    }

    private string Line(string schedule, int delay, int revision, string options, string query = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"{schedule}  -  '{Url($"v={revision}&delay={delay}{query}")}' -d {Sent(revision)} --overlap allow {options}");
}
