using System.IO.Compression;

namespace JobQueue.Api.Tests.Continuations;

[TestClass]
public sealed class CompressedRequestTests
{
    [TestMethod]
    public async Task Post_CompressedBody_IsDecompressedByTheRun()
    {
        await using var app = await ContinuationApp.StartAsync(
            app => app.UseRequestDecompression(), builder => builder.Services.AddRequestDecompression());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/later") { Content = new ByteArrayContent(Compressed("item=1"u8)) };
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.Add("Prefer", "respond-async");

        var answer = await app.Client.AnswerAsync(await app.Client.SendAsync(request));

        StringAssert.EndsWith(answer, " item=1");
    }

    [TestMethod]
    // Bytes of the body that was compressed, status
    [DataRow(1000, 200)]
    [DataRow(1001, 413)]
    public async Task Post_CompressedBody_HasTheLimitOfItsServerInTheRun(int bytes, int status)
    {
        await using var app = await ContinuationApp.StartAsync(app => app.UseRequestDecompression(), builder =>
        {
            builder.Services.AddRequestDecompression();
            builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = 1000);
        });
        using var content = new ByteArrayContent(Compressed(new byte[bytes]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/later") { Content = content };
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.Add("Prefer", "respond-async, wait=20");

        var answer = await app.Client.SendAsync(request);

        Assert.AreEqual((status, true), ((int)answer.StatusCode, answer.Headers.Contains("Preference-Applied")));
    }

    private static byte[] Compressed(ReadOnlySpan<byte> text)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest))
            stream.Write(text);
        return compressed.ToArray();
    }
}
