namespace JobQueue.Api.Pages.Crontab;

/// <summary>What a line of a crontab is.</summary>
internal enum LineKind
{
    Comment,
    Setting,
    Job,
    Error,
}
