using JobQueue.Scheduler;

namespace JobQueue.Api.Pages.Crontab;

/// <summary>What the text of a crontab would come to.</summary>
/// <param name="Jobs">The jobs that it has.</param>
/// <param name="Errors">With any, it cannot be saved. Those of other files are among them where it has caused them.</param>
/// <param name="Warnings">What is doubtful in it.</param>
internal sealed record CrontabCheck(int Jobs, IReadOnlyList<TextError> Errors, IReadOnlyList<TextWarning> Warnings);
