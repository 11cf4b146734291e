namespace JobQueue.Scheduler.Tests.Times.At;

[TestClass]
public sealed class AtCasesTests
{
    [TestMethod]
    public void Parse_WhatAtAnswers_IsAnsweredAlikeOrAsMarked()
    {
        // Arrange
        var cases = AtCase.Recorded();

        // Act
        var differing = cases.Select(one => (one, Answer: one.Answered())).Where(row => row.Answer != row.one.Expected);

        // Assert
        Assert.IsGreaterThan(1500, cases.Count);
        Assert.AreEqual("", string.Join('\n', differing.Select(row => $"{row.one}: {row.Answer}")));
    }
}
