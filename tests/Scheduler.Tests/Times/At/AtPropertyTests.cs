using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times.At;

[TestClass]
public sealed class AtPropertyTests
{
    private static readonly string[] Pieces =
    [
        .. AtWords.All.Select(word => word.Text),
        "0", "1", "7", "12", "24", "29", "30", "31", "60", "99", "163", "0000", "1630", "1900", "2027", "2400", "9999", "22928", "05272027",
        "99999999999999999", "16:30", "24:00", "2.30", "1'45", "2027-02-29", "27.5.27", "5/27/2027", "2026-03-29T01:00:00Z",
        "+", "-", "/", ",", ".", ":", "'", " ", "\t", "\n", "\r", "\0", "é", "٥", "\ud83d",
    ];

    private static readonly DateTimeOffset[] Nows =
    [
        DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Instants.Of("2026-03-29T00:59:30Z"), Instants.Of("2026-10-25T00:30:15Z"),
        Instants.Of("2026-10-25T01:30:15Z"), Instants.Of("2028-02-29T23:59:59.9999999Z"), Instants.Of("2026-12-31T12:00:00Z"),
    ];

    private static readonly TimeZoneInfo[] TimeZones =
    [
        Zones.Berlin, Zones.Of("America/New_York"), Zones.Of("Asia/Kolkata"), Zones.Of("Australia/Lord_Howe"), Zones.Of("Pacific/Apia"),
    ];

    private static readonly Gen<(DateTimeOffset Now, TimeZoneInfo Zone)> Places =
        from now in Gen.Elements(Nows)
        from zone in Gen.Elements(TimeZones)
        select (now, zone);

    [TestMethod]
    public void Parse_AnyPieces_AreAnInstantNotBeforeThePresentMinuteOrAFaultInTheText()
    {
        // Arrange
        var cases =
            from pieces in Gen.Elements(Pieces).ListOf()
            from separator in Gen.Elements("", " ")
            from place in Places
            select (Text: string.Join(separator, pieces), place.Now, place.Zone);

        // Act
        var property = Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var result = AtTime.Parse(one.Text, one.Now, one.Zone);
            return result.Instant is { } instant
                ? instant >= PresentMinute.Of(one.Now) && result.Error is null
                : result.Error!.Column >= 1 && result.Error.Column <= one.Text.Length + 1;
        });

        // Assert
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), property);
    }

    [TestMethod]
    public void Parse_AnyCase_MeansTheSame()
    {
        // Arrange
        var cases =
            from pieces in Gen.Elements(Pieces).ListOf()
            from place in Places
            select (Text: string.Join(' ', pieces), place.Now, place.Zone);

        // Act
        var property = Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var upper = AtTime.Parse(one.Text.ToUpperInvariant(), one.Now, one.Zone);
            return upper.Instant == AtTime.Parse(one.Text, one.Now, one.Zone).Instant;
        });

        // Assert
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), property);
    }

    [TestMethod]
    public void Parse_AnInstantPrintedAsADateAndATime_IsThatMinute()
    {
        // Arrange
        var now = Instants.Of("2026-01-31T07:14:47Z");
        var cases =
            from minutes in Gen.Choose(1, 20_000_000)
            from form in Gen.Elements(
                "HHmm yyyy-M-d", "HH:mm MMM d, yyyy", "hh:mmtt M/d/yyyy", "H.mm d.M.yyyy", "HH'h'mm MMddyyyy", "HHmm d MMMM yyyy")
            select (Due: PresentMinute.Of(now).AddMinutes(minutes), form);

        // Act
        var property = Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var text = one.Due.ToString(one.form, CultureInfo.InvariantCulture);
            return AtTime.Parse(text, now, TimeZoneInfo.Utc).Instant == one.Due;
        });

        // Assert
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), property);
    }
}
