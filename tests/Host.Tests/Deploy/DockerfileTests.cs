using System.Text.Json;
using System.Text.RegularExpressions;

namespace JobQueue.Host.Tests.Deploy;

/// <summary>The container's recipe, by the rules that linters have.</summary>
[TestClass]
public sealed class DockerfileTests
{
    private static readonly (string Instruction, string Arguments)[] Instructions =
    [
        .. Regex.Replace(File.ReadAllText(Path.Combine(HouseTests.Root, "deploy", "Dockerfile")), @"\\\n\s*", "").Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2))
            .Select(words => (words[0], words[1])),
    ];

    // What the image is made of: the last stage.
    private static readonly (string Instruction, string Arguments)[] Image = [.. Instructions.Skip(Instructions.ToList().FindLastIndex(one => one.Instruction == "FROM"))];

    [TestMethod]
    public void Bases_HaveAVersion()
    {
        var bases = Of(Instructions, "FROM");

        Assert.HasCount(2, bases);
        Assert.IsTrue(bases.All(image => Regex.IsMatch(image, @"^[^ :]+(:\d+)?/[^ :]+:\d+\.\d+( AS \w+)?$")));
    }

    [TestMethod]
    public void Image_RunsAsNobodySpecial()
    {
        var user = Image.ToList().FindIndex(one => one.Instruction == "USER");

        Assert.AreEqual("$APP_UID", Image[user].Arguments);
        Assert.IsEmpty(Image.Skip(user).Where(one => one.Instruction is "RUN" or "USER" && one.Arguments != "$APP_UID"));
    }

    [TestMethod]
    [DataRow("ENTRYPOINT")]
    [DataRow("CMD")]
    public void Commands_AreInExecForm(string instruction) =>
        Assert.IsNotEmpty(JsonSerializer.Deserialize<string[]>(Of(Image, instruction).Single())!);

    [TestMethod]
    public void Healthcheck_IsAVerbOfTheCommand()
    {
        var command = JsonSerializer.Deserialize<string[]>(Of(Image, "HEALTHCHECK").Single().Split("CMD ")[1])!;
        var entry = JsonSerializer.Deserialize<string[]>(Of(Image, "ENTRYPOINT").Single())!;

        CollectionAssert.AreEqual((string[])[.. entry, "health", "--ready"], command);
    }

    [TestMethod]
    public void Instructions_NoneFetchesOrUnpacks() => Assert.IsEmpty(Of(Instructions, "ADD"));

    [TestMethod]
    public void Sources_ThatAreCopied_AreNotIgnored()
    {
        var kept = File.ReadAllLines(Path.Combine(HouseTests.Root, ".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]);

        var copied = Of(Instructions, "COPY").Where(copy => !copy.StartsWith("--from", StringComparison.Ordinal)).SelectMany(copy => copy.Split(' ')[..^1]);

        CollectionAssert.AreEquivalent(kept.ToList(), copied.Select(path => path.TrimEnd('/')).ToList());
        Assert.IsTrue(kept.All(path => Path.Exists(Path.Combine(HouseTests.Root, path))));
    }

    private static List<string> Of((string Instruction, string Arguments)[] instructions, string instruction) =>
        [.. instructions.Where(one => one.Instruction == instruction).Select(one => one.Arguments)];
}
