using System.Diagnostics;
using System.Reflection;

namespace JobQueue.Jobs.Tests;

[TestClass]
public sealed class FailpointTests
{
    [TestMethod]
    public void Reach_OutsideDebugBuilds_IsCalledNowhere()
    {
        var conditions = typeof(Failpoint).GetMethod(nameof(Failpoint.Reach), BindingFlags.NonPublic | BindingFlags.Static)!
            .GetCustomAttributes<ConditionalAttribute>()
            .Select(condition => condition.ConditionString);

        Assert.AreEqual("DEBUG", string.Join(' ', conditions));
    }
}
