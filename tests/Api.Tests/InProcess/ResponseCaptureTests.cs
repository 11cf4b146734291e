using System.Text;
using JobQueue.Api.InProcess;

namespace JobQueue.Api.Tests.InProcess;

[TestClass]
public sealed class ResponseCaptureTests
{
    private readonly ResponseCapture _response = new(isHead: false);

    [TestMethod]
    public async Task Stream_FirstWrite_StartsTheResponse()
    {
        await _response.Stream.WriteAsync("a"u8.ToArray());

        Assert.IsTrue(_response.HasStarted);
        Assert.ThrowsExactly<InvalidOperationException>(() => _response.StatusCode = 500);
        Assert.ThrowsExactly<InvalidOperationException>(() => _response.Headers["X-A"] = "1");
        Assert.ThrowsExactly<InvalidOperationException>(() => _response.OnStarting(_ => Task.CompletedTask, _response));
    }

    [TestMethod]
    public async Task Writer_FirstFlush_StartsTheResponse()
    {
        _response.Writer.GetSpan(1)[0] = (byte)'a';
        _response.Writer.Advance(1);
        var before = (_response.HasStarted, _response.Writer.UnflushedBytes);

        await _response.Writer.FlushAsync();

        Assert.AreEqual((false, 1L), before);
        Assert.AreEqual((true, 0L), (_response.HasStarted, _response.Writer.UnflushedBytes));
    }

    [TestMethod]
    public async Task WriterAndStream_Mixed_KeepTheirOrder()
    {
        "pipe "u8.CopyTo(_response.Writer.GetSpan(5));
        _response.Writer.Advance(5);
        await _response.Stream.WriteAsync("stream "u8.ToArray());
        await _response.Writer.WriteAsync("pipe"u8.ToArray());

        Assert.AreEqual("pipe stream pipe", Encoding.UTF8.GetString(_response.Take(200).Body.Span));
    }

    [TestMethod]
    public async Task Write_AfterTheEnd_Fails()
    {
        await _response.CompleteAsync();

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(async () => await _response.Stream.WriteAsync("a"u8.ToArray()));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(async () => await _response.Writer.WriteAsync("a"u8.ToArray()));
        Assert.ThrowsExactly<ObjectDisposedException>(() => _response.Writer.GetMemory());
    }

    [TestMethod]
    [DataRow(204)]
    [DataRow(205)]
    [DataRow(304)]
    public async Task Write_StatusWithoutBody_Fails(int status)
    {
        _response.StatusCode = status;

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(async () => await _response.Stream.WriteAsync("a"u8.ToArray()));
        Assert.AreEqual(0, _response.Take(status).BodyBytes);
    }

    [TestMethod]
    public async Task Take_Head_HasNoBody()
    {
        var response = new ResponseCapture(isHead: true);

        await response.Stream.WriteAsync("a"u8.ToArray());

        Assert.AreEqual(0, response.Take(200).BodyBytes);
    }

    [TestMethod]
    public async Task Start_SeveralCallbacks_RunLastFirst()
    {
        var order = new StringBuilder();
        _response.OnStarting(_ => Task.FromResult(order.Append('1')), order);
        _response.OnStarting(_ => Task.FromResult(order.Append('2')), order);

        await _response.StartAsync();
        await _response.StartAsync();

        Assert.AreEqual("21", order.ToString());
    }

    [TestMethod]
    public async Task RunCompleted_OneThrows_OthersRun()
    {
        var order = new StringBuilder();
        _response.OnCompleted(_ => Task.FromResult(order.Append('1')), order);
        _response.OnCompleted(_ => throw new InvalidOperationException(), order);
        _response.OnCompleted(_ => Task.FromResult(order.Append('3')), order);

        await _response.RunCompletedAsync(failure => order.Append('!'));

        Assert.AreEqual("3!1", order.ToString());
    }

    [TestMethod]
    public async Task Take_SecretFields_AreNotKept()
    {
        _response.Headers["Set-Cookie"] = "a=b";
        _response.Headers["authorization"] = "Bearer x";
        _response.Headers["X-A"] = new(["1", "2"]);

        await _response.CompleteAsync();

        CollectionAssert.AreEqual(new[] { "X-A: 1", "X-A: 2" }, _response.Take(200).Headers.Select(h => $"{h.Key}: {h.Value}").ToArray());
    }
}
