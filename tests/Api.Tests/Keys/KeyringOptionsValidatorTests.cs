using JobQueue.Api.Keys;

namespace JobQueue.Api.Tests.Keys;

[TestClass]
public sealed class KeyringOptionsValidatorTests
{
    private const string Good = "0123456789abcdef:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [TestMethod]
    [DataRow("anna", Good, "admin")]
    [DataRow("ci.2", Good, "viewer")]
    [DataRow("a-b_c", Good, "operator")]
    public void Validate_GoodKey_IsTaken(string name, string hash, string role) =>
        Assert.IsTrue(Validate(new() { Keys = { [name] = new() { Hash = hash, Role = role } } }).Succeeded);

    [TestMethod]
    // Name, hash, role, what is said
    [DataRow("a b", Good, "admin", "JobQueue:Keys:a b: found the name \"a b\"")]
    [DataRow("local", Good, "admin", "JobQueue:Keys:local: found the name \"local\"")]
    [DataRow("anna", "", "admin", "JobQueue:Keys:anna:Hash: found 0 characters, expected PUBLICID:SHA256")]
    [DataRow("anna", "jq_0123456789abcdef_secret", "admin", "JobQueue:Keys:anna:Hash: found 26 characters")]
    [DataRow("anna", Good + "0", "admin", "JobQueue:Keys:anna:Hash: found 82 characters")]
    [DataRow("anna", Good, "", "JobQueue:Keys:anna:Role: found \"\", expected one of viewer, operator, admin")]
    [DataRow("anna", Good, "Admin", "JobQueue:Keys:anna:Role: found \"Admin\"")]
    public void Validate_BadKey_IsRefusedWithItsPath(string name, string hash, string role, string expected)
    {
        var result = Validate(new() { Keys = { [name] = new() { Hash = hash, Role = role } } });

        StringAssert.StartsWith(result.FailureMessage, expected);
        Assert.IsFalse(result.FailureMessage!.Contains("secret", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Validate_OneKeyOfTwoNames_IsRefused()
    {
        var (one, other) = (new KeyOptions { Hash = Good, Role = "admin" }, new KeyOptions { Hash = Good, Role = "viewer" });

        var result = Validate(new() { Keys = { ["anna"] = one, ["berta"] = other } });

        StringAssert.Contains(result.FailureMessage, "anna and berta have the same key");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("0/s")]
    [DataRow("100")]
    [DataRow("١/s")]
    public void Validate_BadRateLimit_IsRefused(string rate) =>
        StringAssert.StartsWith(Validate(new() { RateLimit = rate }).FailureMessage, $"JobQueue:RateLimit: found \"{rate}\"");

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(KeyringOptions options) => new KeyringOptionsValidator().Validate(null, options);
}
