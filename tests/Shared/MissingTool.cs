namespace JobQueue.Tests;

/// <summary>What a test needs and this machine lacks.</summary>
internal static class MissingTool
{
    /// <summary>The test is inconclusive, and failed where no tool may be missing.</summary>
    /// <param name="what">What is not there.</param>
    internal static Exception Says(string what) => Environment.GetEnvironmentVariable("JOBQUEUE_TEST_ALL") is null
        ? new AssertInconclusiveException(what)
        : new AssertFailedException(what);
}
