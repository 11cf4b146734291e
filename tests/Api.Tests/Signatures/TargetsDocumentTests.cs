using System.Text;
using JobQueue.Api.Hosting;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Api.Tests.Signatures;

/// <summary>Every example of docs/targets.md does what the text beside it says.</summary>
[TestClass]
public sealed class TargetsDocumentTests
{
    private const string PythonMain = """

        import sys
        secret, id, sent, signatures, now = sys.argv[1:]
        headers = {"webhook-id": id, "webhook-timestamp": sent, "webhook-signature": signatures}
        print("valid" if is_signed(secret, headers, sys.stdin.buffer.read(), int(now)) else "invalid")
        """;

    private const string NodeMain = """

        const [secret, id, sent, signatures, now] = process.argv.slice(1);
        const body = require("node:fs").readFileSync(0);
        const headers = { "webhook-id": id, "webhook-timestamp": sent, "webhook-signature": signatures };
        console.log(isSigned(secret, headers, body, Number(now)) ? "valid" : "invalid");
        """;

    [TestMethod]
    public void Configuration_IsValidAndTheCrontabKnowsItsTarget()
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(TargetsDocument.Blocks("json").Single()))).Build();
        var options = new JobQueueOptions();
        new JobQueueConfiguration(configuration).Configure(options);

        var result = new TargetOptionsValidator().Validate(null, options);
        var crontab = CrontabParser.Parse(
            [new("jobs.crontab", TargetsDocument.Blocks("crontab").Single())],
            new CrontabContext
            {
                DefaultZone = TimeZoneInfo.Utc,
                Targets = TargetOptionsValidator.Sending(options).Targets,
                ReadData = (_, _) => new DataFile(default),
            });

        Assert.IsTrue(result.Succeeded, result.FailureMessage);
        Assert.AreEqual("billing", crontab.Lines[0].Policy.Target, string.Join(' ', crontab.Errors));
        Assert.AreEqual(2, crontab.Lines.Length);
    }

    [TestMethod]
    // What is sent, and what openssl, Python and Node say of it
    [DataRow("body", "valid")]
    [DataRow("", "valid")]
    [DataRow("another body", "invalid")]
    public async Task Verification_InEachLanguage_IsThatOfTheSignature(string sent, string expected)
    {
        var signed = SignedRequest.Of("run-1", sent == "another body" ? "body" : sent, SignedRequest.Now, SignedRequest.OtherText, SignedRequest.Text);
        var body = Encoding.UTF8.GetBytes(sent);
        string[] arguments = [signed.Id, signed.Timestamp, signed.Signature];

        var openssl = await TargetsDocument.RunAsync(
            "sh", ["-c", TargetsDocument.Blocks("sh")[1], "verify", .. arguments], body, isAlwaysThere: true, ("SECRET", SignedRequest.Text));
        var python = await TargetsDocument.RunAsync(
            "python3", ["-c", TargetsDocument.Blocks("python").Single() + PythonMain, SignedRequest.Text, .. arguments, signed.Timestamp], body, isAlwaysThere: true);

        Assert.AreEqual((expected, expected), (openssl, python));
    }

    [TestMethod]
    [DataRow("body", "valid")]
    [DataRow("another body", "invalid")]
    public async Task Verification_InNode_IsThatOfTheSignature(string sent, string expected)
    {
        var signed = SignedRequest.Of("run-1", "body", SignedRequest.Now, SignedRequest.OtherText, SignedRequest.Text);

        var node = await TargetsDocument.RunAsync(
            "node",
            ["-e", TargetsDocument.Blocks("js").Single() + NodeMain, "--", SignedRequest.Text, signed.Id, signed.Timestamp, signed.Signature, signed.Timestamp],
            Encoding.UTF8.GetBytes(sent), isAlwaysThere: false);

        Assert.AreEqual(expected, node);
    }

    [TestMethod]
    public async Task NewSecretAndRequestByHand_AreAcceptedByTheMiddleware()
    {
        var secret = await TargetsDocument.RunAsync("sh", ["-c", TargetsDocument.Blocks("sh")[0]], [], isAlwaysThere: true);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["JobQueueSecret"] = secret;
        await using var app = builder.Build();
        // The example in C#.
        app.UseJobQueueSignatures([app.Configuration["JobQueueSecret"]!], isRequired: true);
        app.MapPost("/v1/invoices", (HttpContext context) => $"run {context.GetJobRun()!.RunId}");
        await app.StartAsync();

        var answer = await TargetsDocument.RunAsync(
            "sh", ["-c", TargetsDocument.Blocks("sh")[2]], [], isAlwaysThere: true, ("SECRET", secret), ("URL", $"{app.Urls.Single()}/v1/invoices"));

        Assert.AreEqual("run test-1", answer);
        StringAssert.Contains(TargetsDocument.Blocks("csharp").Single(), "app.UseJobQueueSignatures([app.Configuration[\"JobQueueSecret\"]!], isRequired: true);");
    }
}
