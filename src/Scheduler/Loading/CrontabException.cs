namespace JobQueue.Scheduler.Loading;

/// <summary>The first start found no good crontab. The message has every fault, one a line.</summary>
internal sealed class CrontabException(IEnumerable<TextError> errors) : Exception(string.Join('\n', errors));
