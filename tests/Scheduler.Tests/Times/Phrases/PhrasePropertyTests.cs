using FsCheck;
using FsCheck.Fluent;
using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Tests.Times.Phrases;

[TestClass]
public sealed class PhrasePropertyTests
{
    // Words of every kind, numbers at the edges, and what is none of them.
    private static readonly string[] Pieces =
    [
        .. WordTable.OfKinds(Enum.GetValues<WordKind>()),
        .. new[] { "0", "1", "2", "5", "9", "12", "13", "24", "29", "30", "31", "59", "60", "366" },
        .. new[] { "1969", "2027", "9999", "2147483647", "99999999999" },
        .. new[] { ":", ".", ",", "-", "/", "+", "@", "'", "T", "Z" },
        .. new[] { "PT5M", "P1Y", "9:30", "2027-02-29", "20270229", "ü", "５", "\0", "\ud800" },
    ];

    private static readonly string[] ZoneIds = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "UTC"];

    private static readonly DateTimeOffset[] Nows =
    [
        DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch,
        Instants.Of("2026-03-29T01:59:59.5+01:00"), Instants.Of("2026-10-25T02:30:01+02:00"),
        Instants.Of("2028-02-29T23:59:59Z"), Instants.Of("9999-12-30T12:00:00Z"), DateTimeOffset.MaxValue,
    ];

    [TestMethod]
    public void Parse_AnyWords_IsAnInstantToComeOrAnError() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(Texts(1, 8, " ").ToArbitrary(), IsToComeOrError));

    [TestMethod]
    public void Parse_AnyGluedWords_IsAnInstantToComeOrAnError() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Texts(1, 6, "").ToArbitrary(), IsToComeOrError));

    [TestMethod]
    public void Parse_ManyWords_IsAnInstantToComeOrAnError() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Texts(20, 60, " ").ToArbitrary(), IsToComeOrError));

    [TestMethod]
    [DataRow("a day after ")]
    [DataRow("the day before ")]
    [DataRow("6 mondays after ")]
    [DataRow("9999999 weeks before ")]
    [DataRow("1 hour and ")]
    [DataRow("friday, ")]
    [DataRow("end of ")]
    [DataRow("twenty-")]
    [DataRow("1:")]
    public void Parse_SameWordsAgainAndAgain_IsAnInstantToComeOrAnError(string words) =>
        Assert.IsTrue(IsToComeOrError((string.Concat(Enumerable.Repeat(words, 200 / words.Length - 1)) + "friday", Nows[2], ZoneIds[0])));

    private static Gen<(string Text, DateTimeOffset Now, string Zone)> Texts(int least, int most, string separator) =>
        from count in Gen.Choose(least, most)
        from pieces in Gen.Elements(Pieces).ArrayOf(count)
        from now in Gen.Elements(Nows)
        from zone in Gen.Elements(ZoneIds)
        select (string.Join(separator, pieces), now, zone);

    private static bool IsToComeOrError((string Text, DateTimeOffset Now, string Zone) one)
    {
        var result = PhraseTime.Parse(one.Text, one.Now, Zones.Of(one.Zone));
        var minute = one.Now.AddTicks(-(one.Now.Ticks % TimeSpan.TicksPerMinute));
        return result.Error is { Column: >= 1, Expected.Length: > 0 } error
            ? result.Instant is null && error.Column <= one.Text.Length + 1
            : result is { Error: null, Instant: { } instant } && instant >= minute && instant.Offset == TimeSpan.Zero;
    }
}
