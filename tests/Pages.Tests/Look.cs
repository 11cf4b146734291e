using Microsoft.Playwright;

namespace JobQueue.Pages.Tests;

/// <summary>On what, and in which colours, a page is looked at.</summary>
internal sealed record Look(string Name, int Width, int Height, ColorScheme Colors, bool HasScript = true)
{
    internal static readonly Look Light = new("light", 1200, 800, ColorScheme.Light);
    internal static readonly Look Dark = new("dark", 1200, 800, ColorScheme.Dark);
    internal static readonly Look Phone = new("phone", 390, 800, ColorScheme.Light);
    internal static readonly Look WithoutScript = new("without script", 1200, 800, ColorScheme.Light, HasScript: false);

    public override string ToString() => Name;
}
