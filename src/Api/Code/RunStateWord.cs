using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobQueue.Api.Code;

/// <summary>States in JSON as the API says them: <c>timed_out</c>.</summary>
internal sealed class RunStateWord() : JsonStringEnumConverter<RunState>(JsonNamingPolicy.SnakeCaseLower);
