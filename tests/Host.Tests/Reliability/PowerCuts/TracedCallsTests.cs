using JobQueue.Reliability.PowerCuts;
using static JobQueue.Host.Tests.Reliability.PowerCuts.TraceLines;

namespace JobQueue.Host.Tests.Reliability.PowerCuts;

[TestClass]
public sealed class TracedCallsTests
{
    [TestMethod]
    public void Read_WholeCall_HasItsFileBytesAndNumbers()
    {
        var call = TracedCalls.Read([Write("page, \"one\"", offset: 4096)]).Single();

        Assert.AreEqual(("pwrite64", "/folder/jobqueue.db", "page, \"one\""), (call.Name, call.Path, call.Text));
        CollectionAssert.AreEqual(new long[] { 11, 4096 }, call.Numbers.ToArray());
        Assert.AreEqual((0, 0, 11L), (call.Began, call.Ended, call.Result));
    }

    [TestMethod]
    public void Read_CallsOfTwoThreadsAtOnce_EachHasItsOwnEnd()
    {
        var calls = TracedCalls.Read(
        [
            $"11  pwrite64({Of(Ledger)}, \"{Hex("a")}\", 1, 0 <unfinished ...>",
            $"12  fsync({Of(Ledger)} <unfinished ...>",
            "11  <... pwrite64 resumed>)           = 1",
            "12  <... fsync resumed>)              = -1 EIO (Input/output error)",
        ]);

        Assert.AreEqual(
            "pwrite64 0 2 1, fsync 1 3 -1",
            string.Join(", ", calls.Select(call => $"{call.Name} {call.Began} {call.Ended} {call.Result}")));
        Assert.AreEqual("a", calls[0].Text);
    }

    [TestMethod]
    public void Read_ProcessEnds_ItsCallDoesNot()
    {
        var call = TracedCalls.Read(
        [
            $"11  fsync({Of(Ledger)} <unfinished ...>",
            "12  --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER} ---",
            "11  <... fsync resumed> <unfinished ...>) = ?",
            "11  +++ exited with 0 +++",
        ]).Single();

        Assert.AreEqual((int.MaxValue, null), (call.Ended, call.Result));
    }

    [TestMethod]
    public void Read_SeveralBuffers_AreOne()
    {
        var buffers = $"{{iov_base=\"{Hex("HTTP/1.1 ")}\", iov_len=9}}, {{iov_base=\"{Hex("201")}\", iov_len=3}}";

        var call = TracedCalls
            .Read([$"12  sendmsg(8<{Hex("socket:[1]")}>, {{msg_name=NULL, msg_iov=[{buffers}], msg_iovlen=2}}, 0) = 12"])
            .Single();

        Assert.AreEqual(("socket:[1]", "HTTP/1.1 201"), (call.Path, call.Text));
    }
}
