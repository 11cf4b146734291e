using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class AttemptProgressTests : IDisposable
{
    private static readonly Run Run = new()
    {
        Id = "run-1",
        Due = LedgerFixture.Now,
        Created = LedgerFixture.Now,
        Request = new JobRequest { Uri = "/work" },
    };

    private readonly ManualTimeProvider _time = new(LedgerFixture.Now);
    private readonly List<(RunProgress Progress, bool IsWritten)> _taken = [];
    private readonly AttemptProgress _progress;

    public AttemptProgressTests() => _progress = new AttemptProgress(
        Run,
        (_, progress, isWritten) => _taken.Add((progress, isWritten)),
        _time);

    public void Dispose() => _progress.Dispose();

    private string Taken => string.Join(", ", _taken.Select(taken => $"{taken.Progress.Percent}{(taken.IsWritten ? " written" : "")}"));

    [TestMethod]
    public void Report_First_IsTakenAtOnceAndWritten()
    {
        _progress.Report(40, "zipping");

        Assert.AreEqual((new RunProgress(40, "zipping", LedgerFixture.Now), true), _taken.Single());
        Assert.AreEqual(_taken[0].Progress, _progress.Last);
    }

    [TestMethod]
    // Percent, what it is taken as
    [DataRow(int.MinValue, 0)]
    [DataRow(-1, 0)]
    [DataRow(0, 0)]
    [DataRow(100, 100)]
    [DataRow(101, 100)]
    public void Report_Percent_IsWithinItsEnds(int percent, int expected)
    {
        _progress.Report(percent, null);

        Assert.AreEqual(expected, _progress.Last!.Percent);
    }

    [TestMethod]
    // Message, what is kept of it
    [DataRow(null, null)]
    [DataRow(" ", null)]
    [DataRow("one\r\ntwo", "one two")]
    public void Report_Message_IsALine(string? message, string? expected)
    {
        _progress.Report(1, message);

        Assert.AreEqual(expected, _progress.Last!.Message);
    }

    [TestMethod]
    public void Report_LongMessage_IsCutAndNotWithinACharacter()
    {
        _progress.Report(1, new string('x', 300));
        var cut = _progress.Last!.Message!;
        _progress.Report(2, new string('x', 199) + "🙂");

        Assert.AreEqual(200, cut.Length);
        Assert.AreEqual(new string('x', 199), _progress.Last!.Message);
    }

    [TestMethod]
    public void Report_InQuickSuccession_TakesTheFirstAndThenTheLast()
    {
        _progress.Report(1, null);
        _progress.Report(2, null);
        _progress.Report(3, null);
        var atOnce = Taken;
        _time.Advance(AttemptProgress.BetweenReports);

        Assert.AreEqual("1 written", atOnce);
        Assert.AreEqual("1 written, 3", Taken);
    }

    [TestMethod]
    public void Report_FiveTimesASecond_IsWrittenOnceASecond()
    {
        Enumerable.Range(1, 12).ToList().ForEach(percent =>
        {
            _progress.Report(percent, null);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        });

        Assert.AreEqual("1 written, 2, 3, 4, 5, 6 written, 7, 8, 9, 10, 11 written, 12", Taken);
    }

    [TestMethod]
    public void Report_TheSameAgain_IsNoReport()
    {
        _progress.Report(40, "zipping");
        _time.Advance(TimeSpan.FromSeconds(5));
        _progress.Report(40, "zipping");

        Assert.HasCount(1, _taken);
    }

    [TestMethod]
    public void Report_AfterTheEnd_DoesNothingAndTheTokenIsDead()
    {
        var token = _progress.Token;
        _progress.Report(1, null);
        _progress.Report(2, null);
        var wasOpen = _progress.IsOpenTo(token);

        var last = _progress.End();
        _progress.Report(3, null);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.AreEqual(2, last!.Percent);
        Assert.AreEqual(last, _progress.Last);
        Assert.AreEqual("1 written", Taken);
        Assert.AreEqual((true, false), (wasOpen, _progress.IsOpenTo(token)));
    }

    [TestMethod]
    public void IsOpenTo_NoTokenGiven_IsNobody()
    {
        Assert.IsFalse(_progress.IsOpenTo(""));
    }

    [TestMethod]
    public void Token_OfEachAttempt_Is128BitsOfItsOwn()
    {
        using var other = new AttemptProgress(Run, (_, _, _) => { }, _time);

        var (token, again, others) = (_progress.Token, _progress.Token, other.Token);

        Assert.AreEqual((32, token), (token.Length, again));
        Assert.AreEqual((true, false), (_progress.IsOpenTo(token), _progress.IsOpenTo(others)));
    }

    [TestMethod]
    public void Report_ManyThreads_TakesTheLastOfAll()
    {
        Parallel.For(0, 10_000, number => _progress.Report(number % 100, $"{number}"));
        _time.Advance(AttemptProgress.BetweenReports);

        Assert.AreEqual(_progress.Last, _taken[^1].Progress);
        Assert.HasCount(2, _taken);
    }
}
