namespace JobQueue.Jobs.Events;

/// <summary>What an event of the feed is about.</summary>
internal enum FeedKind
{
    Run,
    Job,
    Progress,
    Queue,
    Crontab,
}
