using System.Buffers.Binary;
using System.Text;
using JobQueue.Reliability.Network;

namespace JobQueue.Host.Tests.Reliability.Network;

[TestClass]
public sealed class CommitScannerTests
{
    private static readonly byte[] EncryptionAsked = [0, 0, 0, 8, 4, 210, 22, 47];
    private static readonly byte[] Started = [.. EncryptionAsked, 0, 0, 0, 18, 0, 3, 0, 0, .. "user\0me\0\0\0"u8];

    [TestMethod]
    [DynamicData(nameof(Commits))]
    public void EndOfCommit_ACommit_EndsWithItsLastByte(string name, byte[] said)
    {
        var scanner = new CommitScanner();
        scanner.EndOfCommit(Started);

        var end = scanner.EndOfCommit([.. said, .. Message('Q', "BEGIN\0")]);

        Assert.AreEqual(said.Length, end, name);
    }

    [TestMethod]
    [DynamicData(nameof(Commits))]
    public void EndOfCommit_ByteByByte_IsAtTheLast(string name, byte[] said)
    {
        var scanner = new CommitScanner();
        scanner.EndOfCommit(Started);

        var ends = said.Select(one => scanner.EndOfCommit([one])).ToList();

        Assert.AreEqual(said.Length - 1, ends.IndexOf(1), name);
    }

    [TestMethod]
    [DynamicData(nameof(Others))]
    public void EndOfCommit_AnythingElse_IsNone(string name, byte[] said)
    {
        var scanner = new CommitScanner();
        scanner.EndOfCommit(Started);

        var end = scanner.EndOfCommit(said);

        Assert.IsNull(end, name);
    }

    private static IEnumerable<object[]> Commits =>
    [
        ["a query", Message('Q', "COMMIT\0")],
        ["a query, in small letters", Message('Q', "commit;\0")],
        ["prepared without a name", Join(Message('P', "\0COMMIT\0\0\0"), Message('B', "\0\0\0\0\0\0\0\0"), Message('S', ""))],
        ["behind another statement", Join(
            Message('P', "\0SELECT 1\0\0\0"), Message('B', "\0\0\0\0\0\0\0\0"),
            Message('P', "\0COMMIT\0\0\0"), Message('B', "\0\0\0\0\0\0\0\0"), Message('E', "\0\0\0\0\0"), Message('S', ""))],
        ["prepared before", Join(
            Message('P', "c\0COMMIT\0\0\0"), Message('P', "d\0SELECT 1\0\0\0"), Message('B', "\0c\0\0\0\0\0\0\0"), Message('S', ""))],
    ];

    private static IEnumerable<object[]> Others =>
    [
        ["another query", Message('Q', "ROLLBACK\0")],
        ["a text with it", Message('Q', "INSERT INTO t VALUES ('COMMIT')\0")],
        ["a value with it", Join(Message('P', "\0SELECT $1\0\0\0"), Message('B', "\0\0COMMIT\0\0\0\0\0\0"), Message('S', ""))],
        ["prepared, not bound", Join(Message('P', "c\0COMMIT\0\0\0"), Message('S', ""))],
        ["the name is another's now", Join(
            Message('P', "\0COMMIT\0\0\0"), Message('P', "\0SELECT 1\0\0\0"), Message('B', "\0\0\0\0\0\0\0\0"), Message('S', ""))],
        ["bound, without a Sync", Join(Message('P', "\0COMMIT\0\0\0"), Message('B', "\0\0\0\0\0\0\0\0"))],
        ["a long message", Message('Q', new string(' ', 70_000) + "COMMIT\0")],
    ];

    private static byte[] Join(params byte[][] messages) => [.. messages.SelectMany(message => message)];

    private static byte[] Message(char kind, string body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        Encoding.ASCII.GetBytes(body).CopyTo(message, 5);
        return message;
    }
}
