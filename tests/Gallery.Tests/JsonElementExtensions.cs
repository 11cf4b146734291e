using System.Text.Json;

namespace JobQueue.Gallery.Tests;

/// <summary>Properties of documents, by name.</summary>
internal static class JsonElementExtensions
{
    internal static string? Text(this JsonElement document, string name) => document.GetProperty(name).GetString();

    internal static int Number(this JsonElement document, string name) => document.GetProperty(name).GetInt32();

    internal static bool Has(this JsonElement document, string name) => document.GetProperty(name).ValueKind != JsonValueKind.Null;
}
