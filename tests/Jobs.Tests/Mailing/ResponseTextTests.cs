using System.Text;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Mailing;

[TestClass]
public sealed class ResponseTextTests
{
    [TestMethod]
    // Body, its content type, what is said of it, the text that is shown
    [DataRow("it broke\r\n", "text/plain", "Response: text/plain, 10 bytes", "it broke\n")]
    [DataRow("", null, "Response: 0 bytes", "")]
    [DataRow("a\0b", "image/png", "Response: image/png, 3 bytes that are no text", "")]
    [DataRow("\u001b[31m", "text/plain", "Response: text/plain, 5 bytes that are no text", "")]
    public void Of_Body_IsShownWhereItIsText(string body, string? type, string title, string text) =>
        Assert.AreEqual((title, text), ResponseText.Of(NewResponse(Encoding.UTF8.GetBytes(body), type)));

    [TestMethod]
    public void Of_BytesThatAreNoUtf8_AreNamed() =>
        Assert.AreEqual(("Response: 2 bytes that are no text", ""), ResponseText.Of(NewResponse([0xC3, 0x28], null)));

    [TestMethod]
    // Bytes before a character of three bytes: it ends behind the 4 KiB, or just before
    [DataRow(4094, 4094)]
    [DataRow(4095, 4095)]
    [DataRow(4093, 4094)]
    public void Of_LongBody_IsCutBetweenCharacters(int before, int characters)
    {
        var body = Encoding.UTF8.GetBytes(new string('a', before) + "€€" + new string('b', 10_000));

        var (title, text) = ResponseText.Of(NewResponse(body, null));

        StringAssert.EndsWith(title, " bytes, the first 4,096 of them");
        Assert.AreEqual(characters, text.Length);
    }

    private static Response NewResponse(byte[] body, string? type) => new()
    {
        Status = 500,
        Headers = type is null ? [] : [new("content-type", type)],
        Body = body,
        BodyBytes = body.Length,
    };
}
