using JobQueue.Api.InProcess;

namespace JobQueue.Api.Tests.InProcess;

[TestClass]
public sealed class PipelineTests : IDisposable
{
    private readonly Pipeline _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    [TestMethod]
    public void TryEnter_NothingCaptured_IsClosed()
    {
        _pipeline.Open();

        Assert.IsFalse(_pipeline.TryEnter(out _));
        Assert.AreEqual(0, _pipeline.InFlight);
    }

    [TestMethod]
    public void TryEnter_NotOpened_IsClosed()
    {
        _pipeline.Capture(_ => Task.CompletedTask);

        Assert.IsFalse(_pipeline.TryEnter(out _));
    }

    [TestMethod]
    public async Task WaitUntilIdle_TwoInside_EndsWithTheLast()
    {
        _pipeline.Capture(_ => Task.CompletedTask);
        _pipeline.Open();
        _pipeline.TryEnter(out _);
        _pipeline.TryEnter(out _);
        _pipeline.Close();

        var idle = _pipeline.WaitUntilIdleAsync(CancellationToken.None);
        _pipeline.Leave(wasStuck: false);
        var wasIdleEarly = idle.IsCompleted;
        _pipeline.Leave(wasStuck: false);
        await idle.WaitAsync(TestApp.Limit);

        Assert.IsFalse(wasIdleEarly);
    }
}
