using System.Diagnostics;
using System.Text;
using JobQueue.Api.Pages.Runs;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.Tests.Pages.Runs;

[TestClass]
public sealed class CurlCommandTests
{
    private const string App = "http://127.0.0.1:7070";

    [TestMethod]
    // Method, URI, header, body, the command with its lines joined
    [DataRow("GET", "/a?b={1..9}", null, "", "curl --globoff 'http://127.0.0.1:7070/a?b={1..9}'")]
    [DataRow("HEAD", "https://example.com/a", null, "", "curl --globoff --head 'https://example.com/a'")]
    [DataRow("POST", "/a", null, "", "curl --globoff -X 'POST' 'http://127.0.0.1:7070/a'")]
    [DataRow("PUT", "/a", "Content-Type: text/plain", "it's", "curl --globoff -X 'PUT' 'http://127.0.0.1:7070/a' -H 'Content-Type: text/plain' --data-raw 'it'\\''s'")]
    [DataRow("POST", "/a", "X-Empty: ", "@file", "curl --globoff -X 'POST' 'http://127.0.0.1:7070/a' -H 'X-Empty;' -H 'Content-Type:' --data-raw '@file'")]
    [DataRow("POST", "/a", "X-JobQueue-Job: x", "", "curl --globoff -X 'POST' 'http://127.0.0.1:7070/a'")]
    [DataRow("POST", "/a", null, "a\0", "printf %s YQA= | base64 -d | curl --globoff -X 'POST' 'http://127.0.0.1:7070/a' -H 'Content-Type:' --data-binary @-")]
    public void Of_Request_IsACommand(string method, string uri, string? header, string body, string command)
    {
        var run = Run(method, uri, header, body);

        var curl = CurlCommand.Of(run, App, Targets.None);

        Assert.AreEqual(command, curl!.Replace(" \\\n  ", " ", StringComparison.Ordinal).Replace("|\\\n  ", "| ", StringComparison.Ordinal));
    }

    [TestMethod]
    // Target of the job, the address
    [DataRow("https://example.com/base/", "'https://example.com/base/a'")]
    [DataRow("reports", "'https://reports.example/v1/a'")]
    public void Of_Target_IsBelowIt(string target, string address)
    {
        var targets = new Targets([new Target { Name = "reports", BaseUrl = new Uri("https://reports.example/v1") }]);
        var run = Run("GET", "/a", null, "") with { Policy = new JobPolicy { Target = target } };

        Assert.EndsWith(address, CurlCommand.Of(run, App, targets)!);
    }

    [TestMethod]
    [DataRow("gone", 0)]
    [DataRow(null, CurlCommand.MostBodyBytes + 1)]
    public void Of_AddressThatIsNotKnownOrLongBody_IsNone(string? target, int bodyBytes)
    {
        var run = Run("GET", "/a", null, new string('a', bodyBytes)) with { Policy = new JobPolicy { Target = target } };

        Assert.IsNull(CurlCommand.Of(run, App, Targets.None));
    }

    [TestMethod]
    [DataRow("plain")]
    [DataRow("it's $HOME `id` \\ \"x\" !! \n; rm * #")]
    [DataRow("''")]
    public async Task Quoted_AnyText_IsThatWordInAShell(string text)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"printf %s {CurlCommand.Quoted(text)}"]) { RedirectStandardOutput = true };
        using var shell = Process.Start(start)!;

        Assert.AreEqual(text, await shell.StandardOutput.ReadToEndAsync());
    }

    private static Run Run(string method, string uri, string? header, string body) => new()
    {
        Id = "1",
        Due = DateTimeOffset.UnixEpoch,
        Created = DateTimeOffset.UnixEpoch,
        Request = new JobRequest
        {
            Method = method,
            Uri = uri,
            Headers = header is null ? [] : [new(header.Split(": ")[0], header.Split(": ")[1])],
            Body = Encoding.UTF8.GetBytes(body),
        },
    };
}
