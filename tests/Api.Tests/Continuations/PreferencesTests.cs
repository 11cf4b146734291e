using JobQueue.Api.Continuations;

namespace JobQueue.Api.Tests.Continuations;

[TestClass]
public sealed class PreferencesTests
{
    [TestMethod]
    // Field, whether it may be later, how long it waits
    [DataRow("respond-async", true, null)]
    [DataRow("Respond-Async", true, null)]
    [DataRow("respond-async, wait=10", true, 10)]
    [DataRow("wait = 10 , respond-async", true, 10)]
    [DataRow("respond-async;x=1;y", true, null)]
    [DataRow("respond-async; wait=5", true, null)]
    [DataRow("respond-async, wait=\"10\"", true, 10)]
    [DataRow("respond-async, wait=\"1\\0\"", true, 10)]
    [DataRow("respond-async=\"\"", true, null)]
    [DataRow("respond-async=1", false, null)]
    [DataRow("foo=\"a, respond-async\"", false, null)]
    [DataRow("foo=\"a\\\", respond-async\"", false, null)]
    [DataRow("foo=\"a\", respond-async", true, null)]
    [DataRow("foo; bar=\",respond-async,\", wait=3", false, 3)]
    [DataRow("respond-async, wait=61", true, 60)]
    [DataRow("respond-async, wait=99999999999", true, 60)]
    [DataRow("respond-async, wait=-1", true, null)]
    [DataRow("respond-async, wait=1.5", true, null)]
    [DataRow("respond-async, wait", true, null)]
    [DataRow("respond-async, wait=1, wait=9", true, 1)]
    [DataRow(",, respond-async ,", true, null)]
    [DataRow("respond async", false, null)]
    [DataRow("x-respond-async", false, null)]
    [DataRow("", false, null)]
    public void Of_Field_IsWhatItSays(string field, bool isAsync, int? wait)
    {
        var prefers = Preferences.Of([field]);

        Assert.AreEqual(new Preferences(isAsync, wait), prefers);
    }

    [TestMethod]
    public void Of_SeveralFields_AreOne()
    {
        var prefers = Preferences.Of(["return=minimal", null, "wait=7", "respond-async"]);

        Assert.AreEqual(new Preferences(true, 7), prefers);
    }
}
