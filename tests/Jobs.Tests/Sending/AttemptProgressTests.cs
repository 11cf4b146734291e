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

    private static readonly byte[] Secret = "the ledger's"u8.ToArray();

    private readonly ManualTimeProvider _time = new(LedgerFixture.Now);
    private readonly List<RunProgress> _told = [];
    private readonly List<RunProgress> _written = [];
    private readonly AttemptProgress _progress;

    public AttemptProgressTests() => _progress = new AttemptProgress(
        Run,
        Secret,
        (_, progress) => _told.Add(progress),
        (_, progress) => _written.Add(progress),
        _time);

    public void Dispose() => _progress.Dispose();

    private (string Told, string Written) Taken => (Percents(_told), Percents(_written));

    [TestMethod]
    public void Report_First_IsTakenAtOnceAndWritten()
    {
        _progress.Report(40, "zipping");

        var report = new RunProgress(40, "zipping", LedgerFixture.Now);
        Assert.AreEqual((report, report), (_told.Single(), _written.Single()));
        Assert.AreEqual(report, _progress.Last);
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
    [DataRow("one\u001b[31m\0two", "one [31m two")]
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
        var soon = Taken;
        _time.Advance(AttemptProgress.BetweenWrites);

        Assert.AreEqual(("1", "1"), atOnce);
        Assert.AreEqual(("1 3", "1"), soon);
        Assert.AreEqual(("1 3", "1 3"), Taken);
    }

    [TestMethod]
    public void Report_Later_IsWrittenWhenASecondIsOverSinceTheLastWrite()
    {
        _progress.Report(1, null);
        _time.Advance(TimeSpan.FromMilliseconds(700));
        _progress.Report(2, null);
        _time.Advance(TimeSpan.FromMilliseconds(299));
        var before = Taken;
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.AreEqual(("1 2", "1"), before);
        Assert.AreEqual(("1 2", "1 2"), Taken);
    }

    [TestMethod]
    public void Report_ToBeTakenLater_HoldsOnToNoRequest()
    {
        var time = new TimeOfFlows();
        using var progress = new AttemptProgress(Run, Secret, (_, _) => { }, (_, _) => { }, time);

        progress.Report(1, null);
        progress.Report(2, null);

        CollectionAssert.AreEqual(new[] { true, true }, time.AreSuppressed);
    }

    [TestMethod]
    public void Report_FiveTimesASecond_IsWrittenOnceASecond()
    {
        Enumerable.Range(1, 12).ToList().ForEach(percent =>
        {
            _progress.Report(percent, null);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        });

        Assert.AreEqual(("1 2 3 4 5 6 7 8 9 10 11 12", "1 5 10"), Taken);
    }

    [TestMethod]
    public void Report_TheSameAgain_IsNoReport()
    {
        _progress.Report(40, "zipping");
        _time.Advance(TimeSpan.FromSeconds(5));
        _progress.Report(40, "zipping");

        Assert.AreEqual(("40", "40"), Taken);
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
        Assert.AreEqual(("1", "1"), Taken);
        Assert.AreEqual((true, false), (wasOpen, _progress.IsOpenTo(token)));
    }

    [TestMethod]
    public void IsOpenTo_NoToken_IsNobody()
    {
        Assert.IsFalse(_progress.IsOpenTo(""));
    }

    [TestMethod]
    public void Token_OfEachAttempt_Is128BitsOfItsOwnThatAllProcessesKnow()
    {
        using var elsewhere = new AttemptProgress(Run, Secret, (_, _) => { }, (_, _) => { }, _time);
        using var next = new AttemptProgress(Run with { Attempt = Run.Attempt + 1 }, Secret, (_, _) => { }, (_, _) => { }, _time);
        using var ofAnother = new AttemptProgress(Run, "another ledger's"u8.ToArray(), (_, _) => { }, (_, _) => { }, _time);

        var token = _progress.Token;

        Assert.AreEqual((34, token), (token.Length, elsewhere.Token));
        Assert.AreEqual(
            (true, false, false), (_progress.IsOpenTo(token), _progress.IsOpenTo(next.Token), _progress.IsOpenTo(ofAnother.Token)));
    }

    [TestMethod]
    public void Report_ManyThreads_TakesTheLastOfAll()
    {
        Parallel.For(0, 10_000, number => _progress.Report(number % 100, $"{number}"));
        _time.Advance(AttemptProgress.BetweenWrites);

        Assert.AreEqual((_progress.Last, _progress.Last), (_told[^1], _written[^1]));
        Assert.AreEqual((2, 2), (_told.Count, _written.Count));
    }

    private static string Percents(List<RunProgress> reports) => string.Join(' ', reports.Select(report => report.Percent));

    /// <summary>Of each timer that is set, whether it leaves the context of who sets it behind.</summary>
    private sealed class TimeOfFlows : TimeProvider
    {
        internal List<bool> AreSuppressed { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            AreSuppressed.Add(ExecutionContext.IsFlowSuppressed());
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
