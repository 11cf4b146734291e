using System.CommandLine;
using JobQueue.Host.CommandLine;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class AtWordsTests
{
    private static readonly RootCommand Root = [AtCommand.Create(), ListCommand.Create()];

    [TestMethod]
    // words, spec, method, uri
    [DataRow("now /x", "now", null, "/x")]
    [DataRow("now GET /x", "now", "GET", "/x")]
    [DataRow("now + 5 minutes POST /backups", "now + 5 minutes", "POST", "/backups")]
    [DataRow("next friday 09:00 https://example.com/", "next friday 09:00", null, "https://example.com/")]
    [DataRow("NOON UTC DELETE /x", "NOON UTC", "DELETE", "/x")]
    [DataRow("4pm -- /x", "4pm", null, "/x")]
    [DataRow("4pm -- PURGE /x", "4pm", "PURGE", "/x")]
    [DataRow("4pm -- targets/x", "4pm", null, "targets/x")]
    [DataRow("8am tomorrow - 20 minutes /x", "8am tomorrow - 20 minutes", null, "/x")]
    [DataRow("@daily /x", "@daily", null, "/x")]
    public void Split_PhraseAndRequest_AreTold(string words, string spec, string? method, string uri)
    {
        var split = AtWords.Split(Marked(words), out var error);

        Assert.IsNull(error);
        Assert.AreEqual(new AtWords(spec, method, uri), split);
    }

    [TestMethod]
    // words, what is said
    [DataRow("now", "the request is missing")]
    [DataRow("now GET", "the request is missing")]
    [DataRow("now --", "the request is missing")]
    [DataRow("now post /x y", "found \"y\" after the URI")]
    [DataRow("now /x /y", "found \"/y\" after the URI")]
    [DataRow("teatime -- purge /x", "found \"purge\", expected a method in upper case: PURGE")]
    [DataRow("now GET /x y", "found \"y\" after the request")]
    [DataRow("GET /x", "the time is missing")]
    [DataRow("/x", "the time is missing")]
    [DataRow("-- /x", "the time is missing")]
    public void Split_PartMissing_SaysWhich(string words, string expected)
    {
        var split = AtWords.Split(Marked(words), out var error);

        Assert.IsNull(split);
        Assert.StartsWith(expected, error!);
    }

    [TestMethod]
    // command line, marked at (-1: unchanged)
    [DataRow("at now -- /x", 2)]
    [DataRow("at now -- /x -- y", 2)]
    [DataRow("at -- /x", 1)]
    [DataRow("at now -d -- /x", -1)]
    [DataRow("at now --json -- /x", -1)]
    [DataRow("at now /x", -1)]
    [DataRow("list -- x", -1)]
    public void MarkEnd_FirstDoubleDashThatIsNoValue_IsMarked(string line, int expected)
    {
        var args = line.Split(' ');

        var marked = AtWords.MarkEnd(args, Root);

        var changed = marked.Zip(args).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.AreEqual(expected, changed == args.Length ? -1 : changed);
    }

    private static IReadOnlyList<string> Marked(string words) => [.. AtWords.MarkEnd(["at", .. words.Split(' ')], Root).Skip(1)];
}
