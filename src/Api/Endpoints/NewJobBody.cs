using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobQueue.Api.Endpoints;

/// <summary>
/// What <c>POST /api/jobs</c> was sent, as JSON: it is JSON, or a raw request with the rest of the job in the query. Either is then held
/// to the same rules.
/// </summary>
/// <param name="Json">The new job; null with <paramref name="Faults"/>.</param>
/// <param name="Hash">Of all that was sent, in hex.</param>
/// <param name="Raw">The raw request that it was; null where it was JSON.</param>
/// <param name="Faults">What cannot be read of it.</param>
internal sealed record NewJobBody(JsonDocument? Json, string Hash, RawRequest? Raw, IReadOnlyCollection<Fault> Faults)
{
    internal const string MediaTypes = $"application/json, {RawMediaType}";
    private const string RawMediaType = "message/http";

    /// <summary>Reads it; null for another media type. None at all is taken for JSON.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than 1 MiB.</exception>
    internal static async Task<NewJobBody?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(request.ContentType) || request.HasJsonContentType())
        {
            var (json, hash, fault) = await JsonBody.ReadAsync(request, cancel);
            return new NewJobBody(json, hash, null, fault is null ? [] : [fault]);
        }

        // RFC 9110, 8.3.1: in any case.
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(RawMediaType, StringComparison.OrdinalIgnoreCase))
            return null;
        using var message = new MemoryStream();
        await JsonBody.CopyAsync(request, message, cancel);
        return ReadRaw(message.GetBuffer().AsMemory(0, (int)message.Length), request.Query);
    }

    /// <summary>The new job of a raw request, and of a query.</summary>
    internal static NewJobBody ReadRaw(ReadOnlyMemory<byte> message, IQueryCollection query)
    {
        var reader = new RawRequestReader(message);
        var raw = reader.Read();
        var faults = reader.Faults.Concat(query.Where(field => field.Key == "request" || field.Value.Count > 1).Select(Unwanted)).ToList();
        if (raw is null || faults.Count > 0)
            return new NewJobBody(null, "", null, faults);
        var job = new JsonObject(query.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)JsonValue.Create(field.Value.ToString()))))
        {
            ["request"] = raw.ToJson(),
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(job);
        return new NewJobBody(JsonDocument.Parse(json), Convert.ToHexStringLower(SHA256.HashData(json)), raw, []);
    }

    /// <summary>Faults of <see cref="Json"/>, with their places in what was sent.</summary>
    internal IEnumerable<Fault> Located(IEnumerable<Fault> faults) => Raw is null ? faults : faults.Select(Raw.Located);

    private static Fault Unwanted(KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> field) => field.Key == "request"
        ? new Fault(field.Key, null, "a field of the query", "the request in the body")
        : new Fault(field.Key, null, $"{field.Value.Count} of them", "one");
}
