using System.Text;
using JobQueue.Api.Endpoints;

namespace JobQueue.Api.Tests.Endpoints;

[TestClass]
public sealed class RawRequestReaderTests
{
    [TestMethod]
    // Message, method, target, fields, body
    [DataRow("GET /a?b=1 HTTP/1.1\r\n\r\n", "GET", "/a?b=1", "", "")]
    [DataRow("GET /a HTTP/1.1\n\n", "GET", "/a", "", "")]
    [DataRow("\r\n\nGET /a HTTP/1.1\n\n", "GET", "/a", "", "")]
    [DataRow("GET https://example.com/a HTTP/1.1\r\n\r\n", "GET", "https://example.com/a", "", "")]
    [DataRow("POST /a HTTP/1.1\r\nHost: x\r\nX-A:1\r\nx-b: \t2 3\t \r\nX-A: 4\r\nX-Empty:\r\n\r\n", "POST", "/a", "3 X-A=1,4 x-b=2 3,5 X-A=4,6 X-Empty=", "")]
    // the rest is the body, as it is
    [DataRow("POST /a HTTP/1.1\r\n\r\na\r\n\r\nb\n", "POST", "/a", "", "a\r\n\r\nb\n")]
    [DataRow("POST /a HTTP/1.1\n\n GET /b HTTP/1.1\0", "POST", "/a", "", " GET /b HTTP/1.1\0")]
    // as much of it as is said, and an editor's line end
    [DataRow("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "POST", "/a", "", "abc")]
    [DataRow("POST /a HTTP/1.1\r\ncontent-length: 003\r\n\r\nabc\r\n", "POST", "/a", "", "abc")]
    [DataRow("POST /a HTTP/1.1\nContent-Length:0\n\n\n", "POST", "/a", "", "")]
    public void Read_Message_IsItsRequest(string message, string method, string target, string fields, string body)
    {
        var reader = new RawRequestReader(Encoding.Latin1.GetBytes(message));

        var request = reader.Read()!;

        Assert.IsEmpty(reader.Faults);
        Assert.AreEqual((method, target), (request.Method, request.Target));
        Assert.AreEqual(fields, string.Join(',', request.Fields.Select(field => $"{field.Line} {field.Name}={field.Value}")));
        Assert.AreEqual(body, Encoding.Latin1.GetString(request.Body.Span));
    }

    [TestMethod]
    // Message, line, column, found, expected
    [DataRow("", 1, 1, "the end", "METHOD URI HTTP/1.1")]
    [DataRow("\n\n", 3, 1, "the end", "METHOD URI HTTP/1.1")]
    [DataRow("GET /a HTTP/1.1", 1, 1, "the end", "METHOD URI HTTP/1.1")]
    [DataRow("GET /a HTTP/1.1\r\n", 2, 1, "the end", "an empty line")]
    [DataRow("GET /a HTTP/1.1\r\nX-A: 1", 2, 1, "the end", "an empty line")]
    [DataRow("GET /a\n\n", 1, 1, "GET /a", "METHOD URI HTTP/1.1")]
    [DataRow("GET  /a HTTP/1.1\n\n", 1, 1, "GET  /a", "one blank")]
    [DataRow("GET /a b HTTP/1.1\n\n", 1, 1, "GET /a b", "one blank")]
    [DataRow("GET\t/a HTTP/1.1\n\n", 1, 1, "GET\\u0009/a", "one blank")]
    [DataRow("GET /a HTTP/2\n\n", 1, 8, "HTTP/2", "HTTP/1.1")]
    [DataRow("GET /a HTTP/1.1 \n\n", 1, 1, "GET /a", "one blank")]
    [DataRow("GET /a HTTP/1.1\nX-A: 1\n folded\n\n", 3, 1, " folded", "on one line")]
    [DataRow("GET /a HTTP/1.1\n\tX-A: 1\n\n", 2, 1, "X-A", "on one line")]
    [DataRow("GET /a HTTP/1.1\nX-A\n\n", 2, 1, "X-A", "Name: value")]
    [DataRow("GET /a HTTP/1.1\n: 1\n\n", 2, 1, ": 1", "Name: value")]
    [DataRow("GET /a HTTP/1.1\nX-A : 1\n\n", 2, 1, "X-A : 1", "no blank before the colon")]
    [DataRow("GET /a HTTP/1.1\nX-A: 1\0\n\n", 2, 7, "\\u0000", "visible ASCII")]
    [DataRow("GET /a HTTP/1.1\nX\0A: 1\n\n", 2, 1, "X\\u0000A", "Name: value")]
    [DataRow("GET /a HTTP/1.1\nX-A: 1\rX-B: 2\n\n", 2, 7, "\\u000dX-B", "visible ASCII")]
    [DataRow("GET /a HTTP/1.1\nX-A: \u00e4\n\n", 2, 6, "ä", "visible ASCII")]
    [DataRow("POST /a HTTP/1.1\nContent-Length: 3\nContent-Length: 3\n\nabc", 3, 1, "another Content-Length", "one")]
    [DataRow("POST /a HTTP/1.1\nContent-Length: 3, 3\n\nabc", 2, 1, "3, 3", "a number of bytes")]
    [DataRow("POST /a HTTP/1.1\nContent-Length: +3\n\nabc", 2, 1, "+3", "a number of bytes")]
    [DataRow("POST /a HTTP/1.1\nContent-Length: -1\n\n", 2, 1, "-1", "a number of bytes")]
    [DataRow("POST /a HTTP/1.1\nContent-Length:\n\n", 2, 1, "the end", "a number of bytes")]
    [DataRow("POST /a HTTP/1.1\nContent-Length: 99999999999\n\n", 2, 1, "99999999999", "a number of bytes")]
    [DataRow("POST /a HTTP/1.1\nContent-Length: 4\n\nabc", 2, 1, "3 bytes", "4")]
    [DataRow("POST /a HTTP/1.1\nContent-Length: 2\n\nabc", 2, 1, "3 bytes", "2")]
    [DataRow("POST /a HTTP/1.1\nContent-Length: 2147483647\n\nabc", 2, 1, "3 bytes", "2147483647")]
    public void Read_BadMessage_IsAFaultOfItsLine(string message, int line, int column, string found, string expected)
    {
        var reader = new RawRequestReader(Encoding.Latin1.GetBytes(message));

        var request = reader.Read();

        Assert.IsNull(request);
        var fault = reader.Faults.First();
        Assert.AreEqual((line, column), (fault.Line, fault.Column));
        StringAssert.Contains(fault.Found, found);
        StringAssert.Contains(fault.Expected, expected);
    }

    [TestMethod]
    // Fields, bytes of each value, expected
    [DataRow(RawRequestReader.MostFields, 10, null)]
    [DataRow(RawRequestReader.MostFields + 1, 10, "at most 100 header fields")]
    [DataRow(1, RawRequestReader.MostHeadBytes, "at most 32768 bytes before the body")]
    public void Read_LargeHead_IsTakenUpToTheLimits(int fields, int bytes, string? expected)
    {
        var head = string.Concat(Enumerable.Repeat($"X-A: {new string('a', bytes)}\r\n", fields));
        var reader = new RawRequestReader(Encoding.Latin1.GetBytes($"GET /a HTTP/1.1\r\n{head}\r\n{new string('b', RawRequestReader.MostHeadBytes)}"));

        reader.Read();

        Assert.AreEqual(expected, reader.Faults.FirstOrDefault()?.Expected);
    }

    [TestMethod]
    public void Read_ManyFaults_AreAllFound()
    {
        var reader = new RawRequestReader("GET /a HTTP/3\nX A: 1\nX-B: \0\nContent-Length: x\n\n"u8.ToArray());

        reader.Read();

        CollectionAssert.AreEqual(new int?[] { 1, 2, 3 }, reader.Faults.Select(fault => fault.Line).ToList());
    }
}
