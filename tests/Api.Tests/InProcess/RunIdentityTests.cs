using System.Security.Claims;
using JobQueue.Api.InProcess;

namespace JobQueue.Api.Tests.InProcess;

[TestClass]
public sealed class RunIdentityTests
{
    private static readonly Dictionary<string, JobUser> Users = new()
    {
        ["backup"] = new JobUser { Roles = ["operator", "reader"], Claims = new Dictionary<string, string> { ["department"] = "it" } },
    };

    [TestMethod]
    public void Principal_NoUser_IsNotAuthenticated()
    {
        var principal = RunIdentity.Principal(null, Users);

        Assert.IsFalse(principal.Identity!.IsAuthenticated);
        Assert.IsNull(principal.Identity.Name);
    }

    [TestMethod]
    public void Principal_ConfiguredUser_HasNameRolesAndClaims()
    {
        var principal = RunIdentity.Principal("backup", Users);

        Assert.AreEqual("backup", principal.Identity!.Name);
        Assert.IsTrue(principal.IsInRole("operator") && principal.IsInRole("reader"));
        Assert.AreEqual("it", principal.FindFirstValue("department"));
    }

    [TestMethod]
    [DataRow("stranger")]
    [DataRow("BACKUP")]
    public void Principal_OtherUser_HasANameAndNothingElse(string user)
    {
        var principal = RunIdentity.Principal(user, Users);

        Assert.AreEqual(user, principal.Claims.Single().Value);
        Assert.IsTrue(principal.Identity!.IsAuthenticated);
    }
}
