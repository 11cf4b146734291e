using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Clusters;

/// <summary>What came of a time with a cluster, told to the bench.</summary>
internal static class ClusterReport
{
    // No answer may take longer.
    private static readonly TimeSpan SlowestAnswer = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(40);

    // A node waits so long for its database at least: what it refuses later says how slow the machine is, and so does what it refuses at
    // once around that time, since it gives up all that waits together, and was perhaps taken for dead.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SlowFor = TimeSpan.FromSeconds(15);

    internal static void Tell(Bench bench, ClusterClients clients, History history)
    {
        CampaignReport.Tell(bench, history);
        Judge(bench, [.. clients.Posts], history);
        var repeated = history.Arrivals.GroupBy(arrival => arrival.RunId).Where(sent => sent.Count() > 1).ToList();
        bench.Figure("occurrences", history.Expected.Count);
        bench.Figure("acknowledged", history.Acknowledged.Count);
        bench.Figure("rows", history.Ledger.Count);
        bench.Figure("requests", history.Arrivals.Count);
        bench.Figure("runs sent again", repeated.Count(sent => sent.Any(arrival => !history.RetriedOn.Contains(arrival.Status))));
        bench.Figure("incarnations", history.Nodes.Count);
        foreach (var (name, milliseconds) in Lateness.Figures(history))
            bench.Figure(name, milliseconds);
    }

    private static void Judge(Bench bench, List<Post> posts, History history)
    {
        bench.MustBeZero("REFUSED", "HANGS", "REFUSED_BUT_STORED");
        var stored = history.Ledger.Where(run => run.Uri.Contains("?n=", StringComparison.Ordinal)).ToLookup(run => NumberOf(run.Uri));
        var limit = TimeSpan.FromTicks(Math.Min(bench.Limit(SlowestAnswer).Ticks, NoAnswer.Ticks));
        var slow = posts.Where(post => post.At - post.Sent >= Patience).ToList();
        foreach (var post in posts)
        {
            // Who is there and well takes a job.
            if (!post.IsAcknowledged && !post.Node.WasInTrouble(post.Sent, post.At) && (bench.JudgesTime || !IsOfASlowTime(post, slow)))
                bench.Find("REFUSED", $"{post}");
            if (post.At - post.Sent > limit)
                bench.Find("HANGS", $"{post}");
            // 503 says that nothing was stored.
            if (post is { Status: 503, HasKey: false } && stored[post.Number].Any())
                bench.Find("REFUSED_BUT_STORED", $"{post}");
        }

        bench.Figure("posts", posts.Count);
        bench.Figure("posts answered 503", posts.Count(post => post.Status == 503));
        bench.Figure("posts without an answer", posts.Count(post => post.Status == 0));
        bench.Figure("slowest answer ms", posts.Max(post => (post.At - post.Sent).TotalMilliseconds));
    }

    private static bool IsOfASlowTime(Post post, List<Post> slow) =>
        slow.Exists(other => other.Node == post.Node && (post.At - other.At).Duration() <= SlowFor);

    private static int NumberOf(string uri)
    {
        var number = uri[(uri.IndexOf("?n=", StringComparison.Ordinal) + 3)..].Split('&')[0];
        return int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
    }
}
