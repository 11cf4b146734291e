using System.Globalization;

namespace JobQueue.Tests;

/// <summary>A culture of an app that writes times, fractions and negative numbers with other signs than documents do.</summary>
internal static class OtherSigns
{
    internal static CultureInfo Culture { get; } = New();

    private static CultureInfo New()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.TimeSeparator = ".";
        culture.DateTimeFormat.DateSeparator = ".";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "\u2212";
        return culture;
    }
}
