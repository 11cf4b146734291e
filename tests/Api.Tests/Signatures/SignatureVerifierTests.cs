using JobQueue.Api.Signatures;

namespace JobQueue.Api.Tests.Signatures;

[TestClass]
public sealed class SignatureVerifierTests
{
    private readonly ManualTimeProvider _time = new(SignedRequest.Now);

    [TestMethod]
    public async Task Verify_SignedRequest_IsTheRunAndTheBodyCanBeRead()
    {
        var context = SignedRequest.Of("run-1", "body").Context();

        var (run, refusal) = await Verifier().VerifyAsync(context.Request, CancellationToken.None);

        Assert.IsNull(refusal);
        Assert.AreEqual(new JobRun("run-1", "nightly", "nightly", 2, new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), "ann"), run);
        Assert.AreEqual("body", await new StreamReader(context.Request.Body).ReadToEndAsync());
    }

    [TestMethod]
    // Secrets of the sender, secrets that are trusted, whether it is a run
    [DataRow("A", "A", true)]
    [DataRow("A B", "A", true)]
    [DataRow("A B", "B", true)]
    [DataRow("A", "A B", true)]
    [DataRow("B", "A B", true)]
    [DataRow("A", "B", false)]
    public async Task Verify_SeveralSecrets_NeedsOneInCommon(string sender, string trusted, bool isRun)
    {
        var request = SignedRequest.Of("run-1", "body", SignedRequest.Now, Named(sender));

        Assert.AreEqual(isRun, await IsRunAsync(new SignatureVerifier(SignedRequest.Secrets(Named(trusted)), _time), request));
    }

    [TestMethod]
    // Seconds from now, whether it is a run
    [DataRow(-301, false)]
    [DataRow(-300, true)]
    [DataRow(0, true)]
    [DataRow(300, true)]
    [DataRow(301, false)]
    public async Task Verify_Time_IsWithinFiveMinutes(int seconds, bool isRun)
    {
        Assert.AreEqual(isRun, await IsRunAsync(Verifier(), SignedRequest.Of("run-1", "", SignedRequest.Now.AddSeconds(seconds))));
    }

    [TestMethod]
    public async Task Verify_AThousandMutations_AcceptsNone()
    {
        var (chance, verifier) = (new Random(20260329), Verifier());
        var requests = Enumerable.Range(0, 1000).Select(number => SignedRequest.Of($"run-{number}", $"body {number}")).ToList();

        var mutated = await CountAsync(verifier, requests.Select(request => request.Mutated(chance)));
        var valid = await CountAsync(verifier, requests);
        var replayed = await CountAsync(verifier, requests);

        Assert.AreEqual((0, 1000, 0), (mutated, valid, replayed));
    }

    [TestMethod]
    public async Task Verify_TheOtherOfTwoSignatures_IsTheSameRequest()
    {
        var verifier = new SignatureVerifier(SignedRequest.Secrets(SignedRequest.Text, SignedRequest.OtherText), _time);
        var both = SignedRequest.Of("run-1", "body", SignedRequest.Now, SignedRequest.Text, SignedRequest.OtherText);
        var signatures = both.Signature.Split(' ');

        var first = await IsRunAsync(verifier, both with { Signature = signatures[0] });
        var second = await IsRunAsync(verifier, both with { Signature = signatures[1] });

        Assert.AreEqual((true, false), (first, second));
    }

    [TestMethod]
    public async Task Verify_ReplayAtTheEndOfItsTime_IsRefused()
    {
        var verifier = Verifier();
        var early = SignedRequest.Of("run-1", "", SignedRequest.Now.AddSeconds(300));
        var first = await IsRunAsync(verifier, early);
        _time.Advance(TimeSpan.FromSeconds(600));

        var replayed = await IsRunAsync(verifier, early);
        var next = await IsRunAsync(verifier, SignedRequest.Of("run-1", "", _time.GetUtcNow()));

        Assert.AreEqual((true, false, true), (first, replayed, next));
    }

    [TestMethod]
    // Field, value
    [DataRow("webhook-id", "run-2")]
    [DataRow("webhook-id", "")]
    [DataRow("X-JobQueue-Run", "run-2")]
    [DataRow("X-JobQueue-Job", "")]
    [DataRow("X-JobQueue-Attempt", "0")]
    [DataRow("X-JobQueue-Attempt", "+1")]
    [DataRow("X-JobQueue-Due", "yesterday")]
    [DataRow("webhook-timestamp", " 1614265330")]
    [DataRow("webhook-timestamp", "+1614265330")]
    [DataRow("webhook-timestamp", "1614265330.0")]
    [DataRow("webhook-timestamp", "9223372036854775807")]
    [DataRow("webhook-timestamp", "99999999999999999999")]
    [DataRow("webhook-signature", "")]
    public async Task Verify_OtherField_IsNoRun(string field, string value)
    {
        var context = SignedRequest.Of("run-1", "").Context();
        context.Request.Headers[field] = value;

        Assert.IsNotNull((await Verifier().VerifyAsync(context.Request, CancellationToken.None)).Refusal);
    }

    [TestMethod]
    // Bytes of the body, whether it is a run
    [DataRow(1024 * 1024, true)]
    [DataRow(1024 * 1024 + 1, false)]
    [DataRow(2 * 1024 * 1024, false)]
    public async Task Verify_LongBody_IsReadToAMebibyteAndLeftToTheApp(int bytes, bool isRun)
    {
        var context = SignedRequest.Of("run-1", new string('x', bytes)).Context();

        var (run, _) = await Verifier().VerifyAsync(context.Request, CancellationToken.None);

        Assert.AreEqual(isRun, run is not null);
        Assert.AreEqual(bytes, (await new StreamReader(context.Request.Body).ReadToEndAsync()).Length);
    }

    [TestMethod]
    public async Task Verify_SignatureOfTheEmptyBodyOverALongOne_IsRefused()
    {
        var request = SignedRequest.Of("run-1", "") with { Body = new byte[SignatureVerifier.MostBodyBytes + 1] };

        var (run, refusal) = await Verifier().VerifyAsync(request.Context().Request, CancellationToken.None);

        Assert.AreEqual((null, "there are more than 1048576 bytes"), (run, refusal));
    }

    [TestMethod]
    public void Seen_Full_TakesNothingUntilTimeHasPassed()
    {
        var seen = new SeenSignatures(2);
        bool Add(byte number, long second, long oldest) => seen.TryAdd(Enumerable.Repeat(number, 32).ToArray(), second, oldest);

        var taken = new[] { Add(1, 10, 0), Add(2, 11, 0), Add(3, 12, 0), Add(3, 12, 11), Add(4, 12, 11), Add(4, 12, 12) };

        CollectionAssert.AreEqual(new[] { true, true, false, true, false, true }, taken);
    }

    private SignatureVerifier Verifier() => new(SignedRequest.Secrets(SignedRequest.Text), _time);

    private static string[] Named(string letters) => [.. letters.Split(' ').Select(letter => letter == "A" ? SignedRequest.Text : SignedRequest.OtherText)];

    private static async Task<bool> IsRunAsync(SignatureVerifier verifier, SignedRequest request) =>
        (await verifier.VerifyAsync(request.Context().Request, CancellationToken.None)).Run is not null;

    private static async Task<int> CountAsync(SignatureVerifier verifier, IEnumerable<SignedRequest> requests)
    {
        var count = 0;
        foreach (var request in requests)
            count += await IsRunAsync(verifier, request) ? 1 : 0;
        return count;
    }
}
