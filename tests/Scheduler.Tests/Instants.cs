using System.Globalization;

namespace JobQueue.Scheduler.Tests;

/// <summary>Instants as tests write them: with an offset.</summary>
internal static class Instants
{
    internal static DateTimeOffset Of(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
