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

    private static byte[] Compressed(ReadOnlySpan<byte> text)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest))
            stream.Write(text);
        return compressed.ToArray();
    }
}
