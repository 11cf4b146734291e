using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Continuations;

/// <summary>
/// Whose request was kept: the principal with all its identities and claims, and the schemes by which the endpoint had it asked for.
/// </summary>
/// <remarks>What an identity was made from, tokens and tickets, is not kept.</remarks>
internal sealed record CallerIdentity(IReadOnlyList<string> Schemes, IReadOnlyList<CallerIdentity.Identity> Identities)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The caller; null where it is anonymous: no identity of it is authenticated.</summary>
    internal static CallerIdentity? Of(ClaimsPrincipal user, IReadOnlyList<string> schemes) =>
        user.Identities.Any(identity => identity.IsAuthenticated)
            ? new(schemes, [.. user.Identities.Select(Identity.Of)])
            : null;

    internal static CallerIdentity Parse(string json) => JsonSerializer.Deserialize<CallerIdentity>(json, Json)!;

    internal string Print() => JsonSerializer.Serialize(this, Json);

    internal ClaimsPrincipal Principal() => new(Identities.Select(identity => identity.Restored()));

    /// <summary>
    /// Whether this is the same caller: an authenticated identity of it has the authentication type of the first one that was kept, and the
    /// same name identifier, else the same name, in a claim of the same type and from the same issuer. Identities
    /// without either are the same where all claims are.
    /// </summary>
    internal bool IsOf(ClaimsPrincipal reader) => reader.Identities.Any(identity => identity.IsAuthenticated && Who(identity) == First());

    /// <summary>What tells the caller from all others, in hex.</summary>
    internal string Key()
    {
        var (type, claim, name, issuer) = First();
        return ContinuationRows.Hash(JsonSerializer.Serialize<string?[]>([type, claim, name, issuer], Json));
    }

    private (string Type, string? Claim, string Name, string? Issuer) First() =>
        Who(Principal().Identities.First(identity => identity.IsAuthenticated));

    // The type of the claim belongs to it: a name may be chosen to be another's identifier.
    private static (string Type, string? Claim, string Name, string? Issuer) Who(ClaimsIdentity identity)
    {
        var claim = identity.FindFirst(ClaimTypes.NameIdentifier)
            ?? identity.FindFirst("sub") ?? identity.FindFirst(identity.NameClaimType);
        return claim is null
            ? (identity.AuthenticationType!, null, AllOf(identity), null)
            : (identity.AuthenticationType!, claim.Type, claim.Value, claim.Issuer);
    }

    private static string AllOf(ClaimsIdentity identity) =>
        string.Join('\n', identity.Claims.Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal));

    /// <summary>One identity of a principal.</summary>
    internal sealed record Identity(
        string? Type, string NameType, string RoleType, string? Label, IReadOnlyList<Said> Claims, Identity? Actor)
    {
        internal static Identity Of(ClaimsIdentity identity) => new(
            identity.AuthenticationType, identity.NameClaimType, identity.RoleClaimType, identity.Label,
            [.. identity.Claims.Select(Said.Of)],
            identity.Actor is { } actor ? Of(actor) : null);

        internal ClaimsIdentity Restored() => new(Claims.Select(claim => claim.Restored()), Type, NameType, RoleType)
        {
            Label = Label,
            Actor = Actor?.Restored(),
        };
    }

    /// <summary>One claim; null stands for what is usual.</summary>
    internal sealed record Said(
        string Type, string Value, string? ValueType, string? Issuer, string? OriginalIssuer,
        IReadOnlyDictionary<string, string>? Properties)
    {
        internal static Said Of(Claim claim) => new(
            claim.Type,
            claim.Value,
            claim.ValueType == ClaimValueTypes.String ? null : claim.ValueType,
            claim.Issuer == ClaimsIdentity.DefaultIssuer ? null : claim.Issuer,
            claim.OriginalIssuer == claim.Issuer ? null : claim.OriginalIssuer,
            claim.Properties.Count == 0 ? null : claim.Properties.ToDictionary());

        internal Claim Restored()
        {
            var issuer = Issuer ?? ClaimsIdentity.DefaultIssuer;
            var claim = new Claim(Type, Value, ValueType ?? ClaimValueTypes.String, issuer, OriginalIssuer ?? issuer);
            foreach (var (name, value) in Properties ?? new Dictionary<string, string>())
                claim.Properties[name] = value;
            return claim;
        }
    }
}
